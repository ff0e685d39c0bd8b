package io.tallybook.core.alert;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of alert settings. */
public sealed interface AlertSettingsCommand extends Command {
    @TargetAggregateIdentifier
    AlertSettingsId settingsId();

    /** Begins to watch something; there is one for each thing and parent. */
    record Create(
            AlertSettingsId settingsId, Scope scope, Instant at, AlertSettingsDocument settings)
            implements AlertSettingsCommand {}

    /** Says anew when somebody is told. */
    record Update(AlertSettingsId settingsId, Scope scope, Instant at, AlertConfig config)
            implements AlertSettingsCommand {}

    /** Watches no longer. */
    record Delete(AlertSettingsId settingsId, Scope scope, Instant at)
            implements AlertSettingsCommand {}
}
