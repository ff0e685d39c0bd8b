package io.tallybook.command.tax;

import io.tallybook.command.InvariantViolated;
import io.tallybook.core.tax.TaxRateDocument;
import io.tallybook.core.tax.TaxRateEvent;

/** What a tax rate is, as far as its rules need it. */
sealed interface TaxRateState {
    /** It does not exist yet. */
    record Absent() implements TaxRateState {}

    /** It exists. */
    record Defined(TaxRateEvent.Created created, TaxRateDocument now) implements TaxRateState {}

    /** It was deleted. */
    record Deleted(TaxRateEvent.Created created) implements TaxRateState {}

    default TaxRateState evolve(TaxRateEvent event) {
        return switch (event) {
            case TaxRateEvent.Created made -> new Defined(made, made.rate());
            case TaxRateEvent.Updated e ->
                    switch (this) {
                        case Defined(var made, var now) ->
                                new Defined(made, now.changed(e.change()));
                        case Absent _, Deleted _ -> throw impossible(e);
                    };
            case TaxRateEvent.Deleted e ->
                    switch (this) {
                        case Defined(var made, var _) -> new Deleted(made);
                        case Absent _, Deleted _ -> throw impossible(e);
                    };
        };
    }

    private InvariantViolated impossible(TaxRateEvent e) {
        return new InvariantViolated("events_follow_the_life_cycle", e.taxRateId(), this, e);
    }
}
