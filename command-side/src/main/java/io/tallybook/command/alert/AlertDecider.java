package io.tallybook.command.alert;

import io.tallybook.command.Decision;
import io.tallybook.core.alert.AlertCommand;
import io.tallybook.core.alert.AlertConfig;
import io.tallybook.core.alert.AlertEvent;
import io.tallybook.core.alert.AlertLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** When an observation is worth telling. */
final class AlertDecider {
    private static final String KIND = "alert";

    private AlertDecider() {}

    /**
     * What of an observation is new: nothing if it was made of an alert that has changed since, or
     * if the value is across the same thresholds as before and as far.
     */
    static Decision<AlertEvent.Changed> observe(AlertState state, AlertCommand.Observe c) {
        return switch (state) {
            case AlertState.Absent() when c.version() == -1 -> changed(c, AlertLevel.OK, Map.of());
            case AlertState.Standing(var scope, var _, var _, var _)
                    when !scope.equals(c.scope()) ->
                    Decision.notFound(KIND, c.alertId());
            case AlertState.Standing(var _, var level, var across, var version)
                    when version == c.version() ->
                    changed(c, level, across);
            case AlertState.Absent(), AlertState.Standing _ -> Decision.alreadyDone();
        };
    }

    private static Decision<AlertEvent.Changed> changed(
            AlertCommand.Observe c, AlertLevel before, Map<String, Integer> was) {
        AlertConfig config = c.config();
        Map<String, Integer> now = config.across(c.value());
        List<String> crossed = new ArrayList<>();
        now.forEach(
                (name, steps) -> {
                    if (steps > was.getOrDefault(name, 0)) {
                        crossed.add(name);
                    }
                });
        List<String> recovered =
                was.keySet().stream().filter(name -> !now.containsKey(name)).sorted().toList();
        if (crossed.isEmpty() && recovered.isEmpty()) {
            return Decision.alreadyDone();
        }
        return Decision.accepted(
                new AlertEvent.Changed(
                        c.alertId(),
                        c.scope(),
                        c.subject(),
                        config,
                        c.value(),
                        before,
                        config.worst(now),
                        crossed,
                        recovered,
                        now,
                        c.at()));
    }
}
