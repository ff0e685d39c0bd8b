package io.tallybook.command.catalogue;

import static io.tallybook.command.Shell.settle;

import io.tallybook.command.uniqueness.Uniqueness;
import io.tallybook.core.Receipt;
import io.tallybook.core.catalogue.FeatureCommand;
import io.tallybook.core.catalogue.FeatureEvent;
import io.tallybook.core.catalogue.FeatureId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** A feature, in Axon's terms. */
@Aggregate(type = "feature", cache = "aggregateCache")
class Feature {
    @AggregateIdentifier
    @SuppressWarnings({
        "NullAway.Init",
        "UnusedVariable"
    }) // the first event fills it, Axon reads it
    private FeatureId id;

    private FeatureState state = new FeatureState.Absent();

    Feature() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(FeatureCommand.Create c, Uniqueness uniqueness) {
        return settle(
                c.featureId(),
                uniqueness.secure(FeatureDecider.create(state, c), FeatureDecider.unique(c)));
    }

    @EventSourcingHandler
    void on(FeatureEvent e) {
        id = e.featureId();
        state = state.evolve(e);
    }
}
