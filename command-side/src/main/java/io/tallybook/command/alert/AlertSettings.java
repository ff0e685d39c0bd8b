package io.tallybook.command.alert;

import static io.tallybook.command.Shell.settle;

import io.tallybook.command.uniqueness.Uniqueness;
import io.tallybook.core.Receipt;
import io.tallybook.core.alert.AlertSettingsCommand;
import io.tallybook.core.alert.AlertSettingsEvent;
import io.tallybook.core.alert.AlertSettingsId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** Alert settings, in Axon's terms. */
@Aggregate(type = "alert_settings", cache = "aggregateCache")
class AlertSettings {
    @AggregateIdentifier
    @SuppressWarnings({
        "NullAway.Init",
        "UnusedVariable"
    }) // the first event fills it, Axon reads it
    private AlertSettingsId id;

    private AlertSettingsState state = new AlertSettingsState.Absent();

    AlertSettings() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(AlertSettingsCommand.Create c, Uniqueness uniqueness) {
        return settle(
                c.settingsId(),
                uniqueness.secure(
                        AlertSettingsDecider.create(state, c), AlertSettingsDecider.key(c)));
    }

    @CommandHandler
    Receipt handle(AlertSettingsCommand.Update c) {
        return settle(c.settingsId(), AlertSettingsDecider.update(state, c));
    }

    @CommandHandler
    Receipt handle(AlertSettingsCommand.Delete c, Uniqueness uniqueness) {
        return settle(
                c.settingsId(),
                uniqueness.free(
                        AlertSettingsDecider.delete(state, c), AlertSettingsDecider.key(state)));
    }

    @EventSourcingHandler
    void on(AlertSettingsEvent e) {
        id = e.settingsId();
        state = state.evolve(e);
    }
}
