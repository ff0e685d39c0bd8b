package io.tallybook.core.tenancy;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import java.time.Instant;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a setting; its id follows from its scope and its key. */
public sealed interface SettingCommand extends Command {
    @TargetAggregateIdentifier
    SettingId settingId();

    /**
     * Sets it.
     *
     * @param value its fields as text; what they mean is told by the key
     */
    record Put(SettingId settingId, Scope scope, Instant at, String key, Map<String, String> value)
            implements SettingCommand {
        public Put {
            value = Map.copyOf(value);
        }
    }

    /** Goes back to what holds where nothing is set. */
    record Clear(SettingId settingId, Scope scope, Instant at) implements SettingCommand {}
}
