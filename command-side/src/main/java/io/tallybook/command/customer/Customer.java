package io.tallybook.command.customer;

import static io.tallybook.command.Shell.settle;

import io.tallybook.command.Decision;
import io.tallybook.command.sealing.CustomerKeys;
import io.tallybook.command.uniqueness.Subscribers;
import io.tallybook.core.Receipt;
import io.tallybook.core.customer.CustomerCommand;
import io.tallybook.core.customer.CustomerEvent;
import io.tallybook.core.customer.CustomerId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** A customer, in Axon's terms. */
@Aggregate(type = "customer", cache = "aggregateCache")
class Customer {
    @AggregateIdentifier
    @SuppressWarnings("NullAway.Init") // the first event fills it
    private CustomerId id;

    private CustomerState state = new CustomerState.Absent();

    Customer() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(CustomerCommand.Create c, CustomerKeys keys, Hierarchy hierarchy) {
        var decision =
                keys.secure(CustomerDecider.create(state, c), CustomerDecider.unique(c), c.scope());
        return settle(
                c.customerId(),
                c.terms().parent() == null
                        ? decision
                        : hierarchy.secure(
                                decision, c.scope(), c.customerId(), c.terms().parent()));
    }

    @CommandHandler
    Receipt handle(CustomerCommand.Update c, Hierarchy hierarchy) {
        var decision = CustomerDecider.update(state, c);
        return settle(
                id,
                CustomerDecider.moves(state, c)
                        ? hierarchy.secure(decision, c.scope(), id, c.terms().parent())
                        : decision);
    }

    @CommandHandler
    Receipt handle(
            CustomerCommand.Delete c,
            CustomerKeys keys,
            Hierarchy hierarchy,
            Subscribers subscribers) {
        var decision =
                subscribers.close(
                        CustomerDecider.delete(state, c, hierarchy.children(c.scope(), id)),
                        c.scope(),
                        id,
                        c.counted());
        if (decision instanceof Decision.Accepted<?>) {
            hierarchy.place(c.scope(), id, null);
            keys.release(c.scope(), id, c.at());
        }
        return settle(id, decision);
    }

    @CommandHandler
    Receipt handle(CustomerCommand.Erase c, CustomerKeys keys) {
        var decision = CustomerDecider.erase(state, c);
        if (decision instanceof Decision.Accepted<?>) {
            keys.destroy(c.scope(), id);
        }
        return settle(id, decision);
    }

    @EventSourcingHandler
    void on(CustomerEvent e) {
        id = e.customerId();
        state = state.evolve(e);
    }
}
