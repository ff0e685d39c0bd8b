package io.tallybook.core.tax;

import io.tallybook.core.Scope;

/** What happened to a tax association. */
public sealed interface TaxAssociationEvent {
    TaxAssociationId associationId();

    /** A tax rate was named for somebody. */
    record Created(TaxAssociationId associationId, Scope scope, TaxAssociationDocument association)
            implements TaxAssociationEvent {}

    /** Its order was changed, or whether it applies by itself. */
    record Updated(TaxAssociationId associationId, TaxAssociationChange change)
            implements TaxAssociationEvent {}

    /** It was deleted. */
    record Deleted(TaxAssociationId associationId) implements TaxAssociationEvent {}
}
