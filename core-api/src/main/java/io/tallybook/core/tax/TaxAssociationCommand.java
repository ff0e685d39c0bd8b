package io.tallybook.core.tax;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a tax association. */
public sealed interface TaxAssociationCommand extends Command {
    @TargetAggregateIdentifier
    TaxAssociationId associationId();

    /** Names a tax rate for somebody. */
    record Create(
            TaxAssociationId associationId,
            Scope scope,
            Instant at,
            TaxAssociationDocument association)
            implements TaxAssociationCommand {}

    /** Changes its order, or whether it applies by itself. */
    record Update(
            TaxAssociationId associationId, Scope scope, Instant at, TaxAssociationChange change)
            implements TaxAssociationCommand {}

    /** Deletes it: the tax is borne no longer. */
    record Delete(TaxAssociationId associationId, Scope scope, Instant at)
            implements TaxAssociationCommand {}
}
