package io.tallybook.command.catalogue;

import static io.tallybook.command.Shell.settle;

import io.tallybook.command.Decision;
import io.tallybook.command.uniqueness.Uniqueness;
import io.tallybook.core.Receipt;
import io.tallybook.core.catalogue.FeatureCommand;
import io.tallybook.core.catalogue.FeatureEvent;
import io.tallybook.core.catalogue.FeatureId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** A feature, in Axon's terms. */
@Aggregate(type = "feature", cache = "aggregateCache")
class Feature {
    @AggregateIdentifier
    @SuppressWarnings("NullAway.Init") // the first event fills it
    private FeatureId id;

    private FeatureState state = new FeatureState.Absent();

    Feature() {}

    /** Another feature, made in the transaction of the command that is being handled. */
    static void make(FeatureEvent.Created made) {
        Births.make(
                Feature.class,
                made.featureId(),
                () -> {
                    Feature feature = new Feature();
                    AggregateLifecycle.apply(made);
                    return feature;
                });
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(FeatureCommand.Create c, Uniqueness uniqueness) {
        return settle(
                c.featureId(),
                uniqueness.secure(FeatureDecider.create(state, c), FeatureDecider.unique(c)));
    }

    @CommandHandler
    Receipt handle(FeatureCommand.Update c, Uniqueness uniqueness) {
        Decision<FeatureEvent.Updated> decision =
                uniqueness.secure(FeatureDecider.update(state, c), FeatureDecider.wanted(c));
        return settle(id, uniqueness.free(decision, FeatureDecider.givenUp(state, c)));
    }

    @CommandHandler
    Receipt handle(FeatureCommand.Delete c, Uniqueness uniqueness) {
        return settle(
                id,
                uniqueness.free(FeatureDecider.delete(state, c), FeatureDecider.held(state, id)));
    }

    @EventSourcingHandler
    void on(FeatureEvent e) {
        id = e.featureId();
        state = state.evolve(e);
    }
}
