package io.tallybook.command.catalogue;

import static io.tallybook.command.Shell.settle;

import io.tallybook.command.uniqueness.References;
import io.tallybook.command.uniqueness.Uniqueness;
import io.tallybook.core.Receipt;
import io.tallybook.core.catalogue.AddonCommand;
import io.tallybook.core.catalogue.AddonEvent;
import io.tallybook.core.catalogue.AddonId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** An addon, in Axon's terms. */
@Aggregate(type = "addon", cache = "aggregateCache")
class Addon {
    @AggregateIdentifier
    @SuppressWarnings({
        "NullAway.Init",
        "UnusedVariable"
    }) // the first event fills it, Axon reads it
    private AddonId id;

    private AddonState state = new AddonState.Absent();

    Addon() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(AddonCommand.Create c, Uniqueness uniqueness) {
        return settle(
                c.addonId(), uniqueness.secure(AddonDecider.create(state, c), AddonDecider.key(c)));
    }

    @CommandHandler
    Receipt handle(AddonCommand.Update c) {
        return settle(c.addonId(), AddonDecider.update(state, c));
    }

    @CommandHandler
    Receipt handle(AddonCommand.Delete c, Uniqueness uniqueness, References references) {
        return settle(
                c.addonId(),
                uniqueness.free(
                        references.retire(
                                AddonDecider.delete(state, c),
                                c.scope(),
                                c.addonId(),
                                "a subscription has it"),
                        AddonDecider.key(state)));
    }

    @EventSourcingHandler
    void on(AddonEvent e) {
        id = e.addonId();
        state = state.evolve(e);
    }
}
