package io.tallybook.command.entitlement;

import static io.tallybook.command.Shell.settle;

import io.tallybook.command.uniqueness.Uniqueness;
import io.tallybook.core.Receipt;
import io.tallybook.core.entitlement.EntitlementCommand;
import io.tallybook.core.entitlement.EntitlementEvent;
import io.tallybook.core.entitlement.EntitlementId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** An entitlement, in Axon's terms. */
@Aggregate(type = "entitlement", cache = "aggregateCache")
class Entitlement {
    @AggregateIdentifier
    @SuppressWarnings("NullAway.Init") // the first event fills it
    private EntitlementId id;

    private EntitlementState state = new EntitlementState.Absent();

    Entitlement() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(EntitlementCommand.Create c, Uniqueness uniqueness) {
        return create(c, uniqueness);
    }

    Receipt create(EntitlementCommand.Create c, Uniqueness uniqueness) {
        return settle(
                c.entitlementId(),
                uniqueness.secure(
                        EntitlementDecider.create(state, c),
                        EntitlementDecider.unique(c),
                        claim -> EntitlementDecider.taken(c, uniqueness.owner(claim))));
    }

    @CommandHandler
    Receipt handle(EntitlementCommand.Update c) {
        return settle(id, EntitlementDecider.update(state, c));
    }

    @CommandHandler
    Receipt handle(EntitlementCommand.Delete c, Uniqueness uniqueness) {
        return settle(
                id,
                uniqueness.free(
                        EntitlementDecider.delete(state, c), EntitlementDecider.held(state, c)));
    }

    @EventSourcingHandler
    void on(EntitlementEvent e) {
        id = e.entitlementId();
        state = state.evolve(e);
    }
}
