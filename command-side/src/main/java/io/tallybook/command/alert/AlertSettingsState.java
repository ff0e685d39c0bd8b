package io.tallybook.command.alert;

import io.tallybook.command.InvariantViolated;
import io.tallybook.core.alert.AlertSettingsDocument;
import io.tallybook.core.alert.AlertSettingsEvent;

/** What alert settings are, as far as their rules need it. */
sealed interface AlertSettingsState {
    /** They do not exist yet. */
    record Absent() implements AlertSettingsState {}

    /** They exist. */
    record Defined(AlertSettingsEvent.Created created, AlertSettingsDocument now)
            implements AlertSettingsState {}

    /** They were deleted. */
    record Deleted(AlertSettingsEvent.Created created) implements AlertSettingsState {}

    default AlertSettingsState evolve(AlertSettingsEvent event) {
        return switch (event) {
            case AlertSettingsEvent.Created made -> new Defined(made, made.settings());
            case AlertSettingsEvent.Updated e ->
                    switch (this) {
                        case Defined(var made, var now) -> new Defined(made, now.with(e.config()));
                        case Absent _, Deleted _ -> throw impossible(e);
                    };
            case AlertSettingsEvent.Deleted e ->
                    switch (this) {
                        case Defined(var made, var _) -> new Deleted(made);
                        case Absent _, Deleted _ -> throw impossible(e);
                    };
        };
    }

    private InvariantViolated impossible(AlertSettingsEvent e) {
        return new InvariantViolated("events_follow_the_life_cycle", e.settingsId(), this, e);
    }
}
