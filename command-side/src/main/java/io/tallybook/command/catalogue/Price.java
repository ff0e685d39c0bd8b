package io.tallybook.command.catalogue;

import static io.tallybook.command.Shell.settle;

import io.tallybook.command.uniqueness.Uniqueness;
import io.tallybook.core.Receipt;
import io.tallybook.core.catalogue.PriceCommand;
import io.tallybook.core.catalogue.PriceEvent;
import io.tallybook.core.catalogue.PriceId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** A price, in Axon's terms. */
@Aggregate(type = "price", cache = "aggregateCache")
class Price {
    @AggregateIdentifier
    @SuppressWarnings({
        "NullAway.Init",
        "UnusedVariable"
    }) // the first event fills it, Axon reads it
    private PriceId id;

    private PriceState state = new PriceState.Absent();

    Price() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(PriceCommand.Create c, Uniqueness uniqueness) {
        return settle(
                c.priceId(),
                uniqueness.secure(PriceDecider.create(state, c), PriceDecider.unique(c)));
    }

    @EventSourcingHandler
    void on(PriceEvent e) {
        id = e.priceId();
        state = state.evolve(e);
    }
}
