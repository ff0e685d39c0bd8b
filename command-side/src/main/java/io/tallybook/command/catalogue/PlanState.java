package io.tallybook.command.catalogue;

import io.tallybook.core.catalogue.PlanDocument;
import io.tallybook.core.catalogue.PlanEvent;

/** What a plan is, as far as its rules need it. */
sealed interface PlanState {
    /** It does not exist yet. */
    record Absent() implements PlanState {}

    /**
     * It is in use.
     *
     * @param created as it was made, by which a repeated creation is recognised
     * @param plan as it is now
     */
    record Defined(PlanEvent.Created created, PlanDocument plan) implements PlanState {}

    /** It is out of use. */
    record Deleted(PlanEvent.Created created) implements PlanState {}

    default PlanState evolve(PlanEvent event) {
        return switch (event) {
            case PlanEvent.Created made -> new Defined(made, made.plan());
            case PlanEvent.Updated(var _, var now) ->
                    this instanceof Defined(var made, var _) ? new Defined(made, now) : this;
            case PlanEvent.Deleted _ ->
                    this instanceof Defined(var made, var _) ? new Deleted(made) : this;
        };
    }
}
