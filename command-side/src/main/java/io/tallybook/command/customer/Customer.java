package io.tallybook.command.customer;

import static io.tallybook.command.Shell.settle;

import io.tallybook.command.uniqueness.Uniqueness;
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
    Receipt handle(CustomerCommand.Create c, Uniqueness uniqueness) {
        return settle(
                c.customerId(),
                uniqueness.secure(CustomerDecider.create(state, c), CustomerDecider.unique(c)));
    }

    @CommandHandler
    Receipt handle(CustomerCommand.Update c) {
        return settle(id, CustomerDecider.update(state, c));
    }

    @EventSourcingHandler
    void on(CustomerEvent e) {
        id = e.customerId();
        state = state.evolve(e);
    }
}
