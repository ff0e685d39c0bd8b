package io.tallybook.command.alert;

import io.tallybook.core.Scope;
import io.tallybook.core.alert.AlertEvent;
import io.tallybook.core.alert.AlertLevel;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/** How an alert stands, as far as its rules need it. */
sealed interface AlertState {
    /** Its value never crossed anything. */
    record Absent() implements AlertState {}

    /**
     * Its value did.
     *
     * @param across which thresholds it is across, and how far
     * @param value that was told last
     * @param toldAt when
     * @param version of its last event
     */
    record Standing(
            Scope scope,
            AlertLevel level,
            Map<String, Integer> across,
            BigDecimal value,
            Instant toldAt,
            long version)
            implements AlertState {
        public Standing {
            across = Map.copyOf(across);
        }
    }

    default AlertState evolve(AlertEvent event) {
        long version =
                switch (this) {
                    case Absent() -> 0;
                    case Standing standing -> standing.version() + 1;
                };
        return switch (event) {
            case AlertEvent.Changed e ->
                    new Standing(
                            e.scope(), e.after(), e.across(), e.value(), e.changedAt(), version);
        };
    }
}
