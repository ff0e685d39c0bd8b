package io.tallybook.command.catalogue;

import static io.tallybook.command.Shell.settle;

import io.tallybook.command.Decision;
import io.tallybook.command.uniqueness.References;
import io.tallybook.command.uniqueness.Uniqueness;
import io.tallybook.core.Receipt;
import io.tallybook.core.catalogue.PriceCommand;
import io.tallybook.core.catalogue.PriceEvent;
import io.tallybook.core.catalogue.PriceId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
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

    /** Another price, made in the transaction of the command that is being handled. */
    static void make(PriceEvent.Created made) {
        Births.make(
                Price.class,
                made.priceId(),
                () -> {
                    Price price = new Price();
                    AggregateLifecycle.apply(made);
                    return price;
                });
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(PriceCommand.Create c, Uniqueness uniqueness, References references) {
        return settle(
                c.priceId(),
                PriceUnits.held(
                        references,
                        uniqueness.secure(
                                PriceDecider.create(state, c),
                                PriceDecider.key(c.scope(), c.priceId(), c.price().lookupKey()))));
    }

    @CommandHandler
    Receipt handle(PriceCommand.Describe c, Uniqueness uniqueness) {
        return settle(
                c.priceId(),
                PriceKeys.moved(
                        uniqueness,
                        PriceDecider.describe(state, c),
                        PriceDecider.key(state),
                        PriceDecider.key(c.scope(), c.priceId(), c.description().lookupKey())));
    }

    @CommandHandler
    Receipt handle(PriceCommand.Revise c, Uniqueness uniqueness) {
        Decision<PriceDecider.Revision> decision =
                PriceKeys.moved(
                        uniqueness,
                        PriceDecider.revise(state, c),
                        PriceDecider.key(state),
                        PriceDecider.key(c.scope(), c.successor(), c.price().lookupKey()));
        Receipt receipt = settle(c.priceId(), decision.map(PriceDecider.Revision::before));
        if (decision instanceof Decision.Accepted<PriceDecider.Revision>(var revisions)) {
            revisions.forEach(revision -> make(revision.after()));
        }
        return receipt;
    }

    @CommandHandler
    Receipt handle(PriceCommand.End c, Uniqueness uniqueness, References references) {
        Decision<PriceEvent.Ended> decision =
                uniqueness.free(PriceDecider.end(state, c), PriceDecider.key(state));
        PriceUnits.letGo(references, state, decision);
        return settle(c.priceId(), decision);
    }

    @EventSourcingHandler
    void on(PriceEvent e) {
        id = e.priceId();
        state = state.evolve(e);
    }
}
