package io.tallybook.command.alert;

import io.tallybook.command.Decision;
import io.tallybook.core.alert.AlertCommand;
import io.tallybook.core.alert.AlertConfig;
import io.tallybook.core.alert.AlertEvent;
import io.tallybook.core.alert.AlertLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When an observation is worth telling. */
final class AlertDecider {
    private static final String KIND = "alert";

    private AlertDecider() {}

    /**
     * What of an observation is new: nothing if it was made of an alert that has changed since, or
     * if the value is across the same thresholds as before and as far, and is not to be told again.
     */
    static Decision<AlertEvent.Changed> observe(AlertState state, AlertCommand.Observe c) {
        return switch (state) {
            case AlertState.Absent() when c.version() == -1 -> changed(c, null);
            case AlertState.Standing standing when !standing.scope().equals(c.scope()) ->
                    Decision.notFound(KIND, c.alertId());
            case AlertState.Standing standing when standing.version() == c.version() ->
                    changed(c, standing);
            case AlertState.Absent(), AlertState.Standing _ -> Decision.alreadyDone();
        };
    }

    private static Decision<AlertEvent.Changed> changed(
            AlertCommand.Observe c, AlertState.@Nullable Standing before) {
        AlertConfig config = c.config();
        Map<String, Integer> was = before == null ? Map.of() : before.across();
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
        boolean again =
                before != null
                        && config.isToldAgain(c.value(), c.at(), before.value(), before.toldAt());
        if (crossed.isEmpty() && recovered.isEmpty() && !again) {
            return Decision.alreadyDone();
        }
        return Decision.accepted(
                new AlertEvent.Changed(
                        c.alertId(),
                        c.scope(),
                        c.subject(),
                        config,
                        c.value(),
                        before == null ? AlertLevel.OK : before.level(),
                        config.worst(now),
                        crossed,
                        recovered,
                        now,
                        c.at()));
    }
}
