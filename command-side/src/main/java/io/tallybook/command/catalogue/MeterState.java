package io.tallybook.command.catalogue;

import io.tallybook.core.catalogue.MeterEvent;

/** What a meter is, as far as its rules need it. */
sealed interface MeterState {
    /** It does not exist yet. */
    record Absent() implements MeterState {}

    /** It exists, as it was made. */
    record Defined(MeterEvent.Created created) implements MeterState {}

    default MeterState evolve(MeterEvent event) {
        return switch (event) {
            case MeterEvent.Created made -> new Defined(made);
        };
    }
}
