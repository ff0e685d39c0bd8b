package io.tallybook.command.tenancy;

import io.tallybook.core.Scope;
import io.tallybook.core.tenancy.SettingEvent;

/** What a setting is, as far as its rules need it. */
sealed interface SettingState {
    /** It was never set. */
    record Absent() implements SettingState {}

    /** It is set. */
    record Set(SettingEvent.Changed changed) implements SettingState {}

    /** It was set, and taken back. */
    record Cleared(Scope scope) implements SettingState {}

    default SettingState evolve(SettingEvent event) {
        return switch (event) {
            case SettingEvent.Changed changed -> new Set(changed);
            case SettingEvent.Cleared _ ->
                    switch (this) {
                        case Set set -> new Cleared(set.changed().scope());
                        case Cleared cleared -> cleared;
                        case Absent absent -> absent;
                    };
        };
    }
}
