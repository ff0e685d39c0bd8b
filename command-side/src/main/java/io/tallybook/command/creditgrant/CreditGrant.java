package io.tallybook.command.creditgrant;

import static io.tallybook.command.Shell.settle;

import io.tallybook.core.Receipt;
import io.tallybook.core.creditgrant.CreditGrantCommand;
import io.tallybook.core.creditgrant.CreditGrantEvent;
import io.tallybook.core.creditgrant.CreditGrantId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** A credit grant, in Axon's terms. */
@Aggregate(type = "credit_grant", cache = "aggregateCache")
class CreditGrant {
    @AggregateIdentifier
    @SuppressWarnings({
        "NullAway.Init",
        "UnusedVariable"
    }) // the first event fills it, Axon reads it
    private CreditGrantId id;

    private CreditGrantState state = new CreditGrantState.Absent();

    CreditGrant() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(CreditGrantCommand.Create c) {
        return settle(c.grantId(), CreditGrantDecider.create(state, c));
    }

    @CommandHandler
    Receipt handle(CreditGrantCommand.Update c) {
        return settle(c.grantId(), CreditGrantDecider.update(state, c));
    }

    @CommandHandler
    Receipt handle(CreditGrantCommand.Apply c) {
        return settle(c.grantId(), CreditGrantDecider.apply(state, c));
    }

    @CommandHandler
    Receipt handle(CreditGrantCommand.Fail c) {
        return settle(c.grantId(), CreditGrantDecider.fail(state, c));
    }

    @CommandHandler
    Receipt handle(CreditGrantCommand.End c) {
        return settle(c.grantId(), CreditGrantDecider.end(state, c));
    }

    @EventSourcingHandler
    void on(CreditGrantEvent e) {
        id = e.grantId();
        state = state.evolve(e);
    }
}
