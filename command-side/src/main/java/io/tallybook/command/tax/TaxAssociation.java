package io.tallybook.command.tax;

import static io.tallybook.command.Shell.settle;

import io.tallybook.command.Decision;
import io.tallybook.command.uniqueness.References;
import io.tallybook.core.Receipt;
import io.tallybook.core.tax.TaxAssociationCommand;
import io.tallybook.core.tax.TaxAssociationEvent;
import io.tallybook.core.tax.TaxAssociationId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** A tax association, in Axon's terms. */
@Aggregate(type = "tax_association", cache = "aggregateCache")
class TaxAssociation {
    @AggregateIdentifier
    @SuppressWarnings({
        "NullAway.Init",
        "UnusedVariable"
    }) // the first event fills it, Axon reads it
    private TaxAssociationId id;

    private TaxAssociationState state = new TaxAssociationState.Absent();

    TaxAssociation() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(TaxAssociationCommand.Create c, References references) {
        return settle(
                c.associationId(),
                TaxAssociationDecider.held(references, TaxAssociationDecider.create(state, c)));
    }

    @CommandHandler
    Receipt handle(TaxAssociationCommand.Update c) {
        return settle(c.associationId(), TaxAssociationDecider.update(state, c));
    }

    @CommandHandler
    Receipt handle(TaxAssociationCommand.Delete c, References references) {
        Decision<TaxAssociationEvent.Deleted> decision = TaxAssociationDecider.delete(state, c);
        TaxAssociationDecider.letGo(references, state, decision);
        return settle(c.associationId(), decision);
    }

    @EventSourcingHandler
    void on(TaxAssociationEvent e) {
        id = e.associationId();
        state = state.evolve(e);
    }
}
