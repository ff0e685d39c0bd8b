package io.tallybook.core.alert;

import io.tallybook.core.Scope;

/** What happened to alert settings. */
public sealed interface AlertSettingsEvent {
    AlertSettingsId settingsId();

    /** Something is watched. */
    record Created(AlertSettingsId settingsId, Scope scope, AlertSettingsDocument settings)
            implements AlertSettingsEvent {}

    /** Somebody is told at other values. */
    record Updated(AlertSettingsId settingsId, AlertConfig config) implements AlertSettingsEvent {}

    /** It is watched no longer. */
    record Deleted(AlertSettingsId settingsId) implements AlertSettingsEvent {}
}
