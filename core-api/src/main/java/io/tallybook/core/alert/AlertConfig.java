package io.tallybook.core.alert;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When somebody is told.
 *
 * @param measure what is compared; absent for what the watched kind of thing usually is
 * @param thresholds any number, each with a name of its own
 * @param repeatAfterSeconds while the value stays across, each further value is told again, no
 *     sooner than so long after the last telling; absent for a crossing told once
 */
public record AlertConfig(
        Mode mode,
        @Nullable Measure measure,
        List<AlertThreshold> thresholds,
        @Nullable Long repeatAfterSeconds) {
    public AlertConfig {
        thresholds = List.copyOf(thresholds);
    }

    /** One that tells each crossing once. */
    public AlertConfig(Mode mode, @Nullable Measure measure, List<AlertThreshold> thresholds) {
        this(mode, measure, thresholds, null);
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

    /**
     * Whether a value is told though nothing was crossed: it is across, it is another than the one
     * told last, and that is long enough ago.
     */
    public boolean isToldAgain(BigDecimal value, Instant at, BigDecimal last, Instant lastAt) {
        return repeatAfterSeconds != null
                && value.compareTo(last) != 0
                && !at.isBefore(lastAt.plusSeconds(repeatAfterSeconds))
                && !across(value).isEmpty();
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
