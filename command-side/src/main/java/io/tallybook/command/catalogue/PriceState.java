package io.tallybook.command.catalogue;

import io.tallybook.core.catalogue.PriceEvent;

/** What a price is, as far as its rules need it. */
sealed interface PriceState {
    /** It does not exist yet. */
    record Absent() implements PriceState {}

    /** It exists, as it was made. */
    record Defined(PriceEvent.Created created) implements PriceState {}

    default PriceState evolve(PriceEvent event) {
        return switch (event) {
            case PriceEvent.Created made -> new Defined(made);
        };
    }
}
