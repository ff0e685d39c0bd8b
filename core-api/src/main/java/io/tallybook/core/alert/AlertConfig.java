package io.tallybook.core.alert;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When somebody is told.
 *
 * @param measure what is compared; absent for what the watched kind of thing usually is
 * @param thresholds any number, each with a name of its own
 */
public record AlertConfig(Mode mode, @Nullable Measure measure, List<AlertThreshold> thresholds) {
    public AlertConfig {
        thresholds = List.copyOf(thresholds);
    }

    /** Whether anything is watched. */
    public enum Mode {
        ON,
        OFF
    }

    /** What is compared with the thresholds. */
    public enum Measure {
        /** What the open period has come to. */
        SPEND,
        /** What was used in the open period. */
        USAGE,
        /** What was ever billed, and what the open period has come to. */
        LIFETIME_SPEND
    }

    /** The thresholds that a value is across, and how far. */
    public Map<String, Integer> across(BigDecimal value) {
        Map<String, Integer> across = new LinkedHashMap<>();
        for (AlertThreshold threshold : thresholds) {
            int steps = threshold.steps(value);
            if (steps > 0) {
                across.put(threshold.name(), steps);
            }
        }
        return across;
    }

    /** The worst level of these thresholds; OK of none. */
    public AlertLevel worst(Map<String, Integer> across) {
        AlertLevel worst = AlertLevel.OK;
        for (AlertThreshold threshold : thresholds) {
            if (across.containsKey(threshold.name()) && threshold.level().compareTo(worst) > 0) {
                worst = threshold.level();
            }
        }
        return worst;
    }
}
