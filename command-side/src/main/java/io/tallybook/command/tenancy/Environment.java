package io.tallybook.command.tenancy;

import static io.tallybook.command.Shell.settle;

import io.tallybook.core.Receipt;
import io.tallybook.core.tenancy.EnvironmentCommand;
import io.tallybook.core.tenancy.EnvironmentEvent;
import io.tallybook.core.tenancy.EnvironmentId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** An environment and its clock, in Axon's terms. */
@Aggregate(type = "environment", cache = "aggregateCache")
class Environment {
    @AggregateIdentifier
    @SuppressWarnings("NullAway.Init") // the first event fills it
    private EnvironmentId id;

    private EnvironmentState state = new EnvironmentState.Absent();

    Environment() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(EnvironmentCommand.Create c) {
        return settle(c.environmentId(), EnvironmentDecider.create(state, c));
    }

    @CommandHandler
    Receipt handle(EnvironmentCommand.Rename c) {
        return settle(id, EnvironmentDecider.rename(state, c));
    }

    @CommandHandler
    Receipt handle(EnvironmentCommand.AdvanceClock c) {
        return settle(id, EnvironmentDecider.advance(state, c));
    }

    @CommandHandler
    Receipt handle(EnvironmentCommand.SetClock c) {
        return settle(id, EnvironmentDecider.set(state, c));
    }

    @EventSourcingHandler
    void on(EnvironmentEvent e) {
        id = e.environmentId();
        state = state.evolve(e);
    }
}
