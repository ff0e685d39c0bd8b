package io.tallybook.command.catalogue;

import io.tallybook.command.InvariantViolated;
import io.tallybook.core.catalogue.PriceUnitDocument;
import io.tallybook.core.catalogue.PriceUnitEvent;

/** What a price unit is, as far as its rules need it. */
sealed interface PriceUnitState {
    /** It does not exist yet. */
    record Absent() implements PriceUnitState {}

    /** It exists. */
    record Defined(PriceUnitEvent.Created created, PriceUnitDocument now)
            implements PriceUnitState {}

    /** It was deleted. */
    record Deleted(PriceUnitEvent.Created created) implements PriceUnitState {}

    default PriceUnitState evolve(PriceUnitEvent event) {
        return switch (event) {
            case PriceUnitEvent.Created made -> new Defined(made, made.unit());
            case PriceUnitEvent.Updated e ->
                    switch (this) {
                        case Defined(var made, var now) -> new Defined(made, updated(now, e));
                        case Absent _, Deleted _ -> throw impossible(e);
                    };
            case PriceUnitEvent.Deleted e ->
                    switch (this) {
                        case Defined(var made, var _) -> new Deleted(made);
                        case Absent _, Deleted _ -> throw impossible(e);
                    };
        };
    }

    private static PriceUnitDocument updated(PriceUnitDocument now, PriceUnitEvent.Updated e) {
        return new PriceUnitDocument(
                e.name(),
                now.code(),
                now.symbol(),
                now.baseCurrency(),
                now.conversionRate(),
                e.metadata());
    }

    private InvariantViolated impossible(PriceUnitEvent e) {
        return new InvariantViolated("events_follow_the_life_cycle", e.priceUnitId(), this, e);
    }
}
