package io.tallybook.core.tenancy;

import io.tallybook.core.Scope;
import java.util.Map;

/** What happened to a setting. */
public sealed interface SettingEvent {
    SettingId settingId();

    /**
     * It was set.
     *
     * @param value its fields as text
     */
    record Changed(SettingId settingId, Scope scope, String key, Map<String, String> value)
            implements SettingEvent {
        public Changed {
            value = Map.copyOf(value);
        }
    }

    /** It was taken back. */
    record Cleared(SettingId settingId) implements SettingEvent {}
}
