package io.tallybook.command.alert;

import static io.tallybook.command.Shell.settle;

import io.tallybook.core.Receipt;
import io.tallybook.core.alert.AlertCommand;
import io.tallybook.core.alert.AlertEvent;
import io.tallybook.core.alert.AlertId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** An alert, in Axon's terms. */
@Aggregate(type = "alert", cache = "aggregateCache")
class Alert {
    @AggregateIdentifier
    @SuppressWarnings({
        "NullAway.Init",
        "UnusedVariable"
    }) // the first event fills it, Axon reads it
    private AlertId id;

    private AlertState state = new AlertState.Absent();

    Alert() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(AlertCommand.Observe c) {
        return settle(c.alertId(), AlertDecider.observe(state, c));
    }

    @EventSourcingHandler
    void on(AlertEvent e) {
        id = e.alertId();
        state = state.evolve(e);
    }
}
