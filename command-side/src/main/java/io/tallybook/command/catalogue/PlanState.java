package io.tallybook.command.catalogue;

import io.tallybook.core.catalogue.PlanEvent;

/** What a plan is, as far as its rules need it. */
sealed interface PlanState {
    /** It does not exist yet. */
    record Absent() implements PlanState {}

    /** It exists, as it was made. */
    record Defined(PlanEvent.Created created) implements PlanState {}

    default PlanState evolve(PlanEvent event) {
        return switch (event) {
            case PlanEvent.Created made -> new Defined(made);
        };
    }
}
