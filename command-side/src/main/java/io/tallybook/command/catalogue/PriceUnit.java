package io.tallybook.command.catalogue;

import static io.tallybook.command.Shell.settle;

import io.tallybook.command.uniqueness.References;
import io.tallybook.command.uniqueness.Uniqueness;
import io.tallybook.core.Receipt;
import io.tallybook.core.catalogue.PriceUnitCommand;
import io.tallybook.core.catalogue.PriceUnitEvent;
import io.tallybook.core.catalogue.PriceUnitId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** A price unit, in Axon's terms. */
@Aggregate(type = "price_unit", cache = "aggregateCache")
class PriceUnit {
    @AggregateIdentifier
    @SuppressWarnings({
        "NullAway.Init",
        "UnusedVariable"
    }) // the first event fills it, Axon reads it
    private PriceUnitId id;

    private PriceUnitState state = new PriceUnitState.Absent();

    PriceUnit() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(PriceUnitCommand.Create c, Uniqueness uniqueness) {
        return settle(
                c.priceUnitId(),
                uniqueness.secure(PriceUnitDecider.create(state, c), PriceUnitDecider.code(c)));
    }

    @CommandHandler
    Receipt handle(PriceUnitCommand.Update c) {
        return settle(c.priceUnitId(), PriceUnitDecider.update(state, c));
    }

    @CommandHandler
    Receipt handle(PriceUnitCommand.Delete c, Uniqueness uniqueness, References references) {
        return settle(
                c.priceUnitId(),
                uniqueness.free(
                        references.retire(
                                PriceUnitDecider.delete(state, c),
                                c.scope(),
                                c.priceUnitId(),
                                "a price is written in it"),
                        PriceUnitDecider.code(state)));
    }

    @EventSourcingHandler
    void on(PriceUnitEvent e) {
        id = e.priceUnitId();
        state = state.evolve(e);
    }
}
