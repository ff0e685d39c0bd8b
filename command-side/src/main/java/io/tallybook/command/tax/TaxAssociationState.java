package io.tallybook.command.tax;

import io.tallybook.command.InvariantViolated;
import io.tallybook.core.tax.TaxAssociationDocument;
import io.tallybook.core.tax.TaxAssociationEvent;

/** What a tax association is, as far as its rules need it. */
sealed interface TaxAssociationState {
    /** It does not exist yet. */
    record Absent() implements TaxAssociationState {}

    /** It exists. */
    record Defined(TaxAssociationEvent.Created created, TaxAssociationDocument now)
            implements TaxAssociationState {}

    /** It was deleted. */
    record Deleted(TaxAssociationEvent.Created created) implements TaxAssociationState {}

    default TaxAssociationState evolve(TaxAssociationEvent event) {
        return switch (event) {
            case TaxAssociationEvent.Created made -> new Defined(made, made.association());
            case TaxAssociationEvent.Updated e ->
                    switch (this) {
                        case Defined(var made, var now) ->
                                new Defined(made, now.changed(e.change()));
                        case Absent _, Deleted _ -> throw impossible(e);
                    };
            case TaxAssociationEvent.Deleted e ->
                    switch (this) {
                        case Defined(var made, var _) -> new Deleted(made);
                        case Absent _, Deleted _ -> throw impossible(e);
                    };
        };
    }

    private InvariantViolated impossible(TaxAssociationEvent e) {
        return new InvariantViolated("events_follow_the_life_cycle", e.associationId(), this, e);
    }
}
