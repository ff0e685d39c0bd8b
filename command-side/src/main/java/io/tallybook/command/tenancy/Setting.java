package io.tallybook.command.tenancy;

import static io.tallybook.command.Shell.settle;

import io.tallybook.core.Receipt;
import io.tallybook.core.tenancy.SettingCommand;
import io.tallybook.core.tenancy.SettingEvent;
import io.tallybook.core.tenancy.SettingId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** A setting of an environment, in Axon's terms. */
@Aggregate(type = "setting", cache = "aggregateCache")
class Setting {
    @AggregateIdentifier
    @SuppressWarnings("NullAway.Init") // the first event fills it
    private SettingId id;

    private SettingState state = new SettingState.Absent();

    Setting() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(SettingCommand.Put c) {
        return settle(c.settingId(), SettingDecider.put(state, c));
    }

    @CommandHandler
    Receipt handle(SettingCommand.Clear c) {
        return settle(id, SettingDecider.clear(state, c));
    }

    @EventSourcingHandler
    void on(SettingEvent e) {
        id = e.settingId();
        state = state.evolve(e);
    }
}
