package io.tallybook.core.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an environment does with events that come late, or say that they happen in the future.
 *
 * @param lateMax how long before the environment's clock an event may have happened; absent for
 *     however long
 * @param futureMax how long after it; absent for however long
 */
public record EventTimePolicy(@Nullable Duration lateMax, @Nullable Duration futureMax) {
    /** The setting in which an environment says what it has chosen. */
    public static final String SETTING = "event_time_config";

    /** Everything is taken. */
    public static final EventTimePolicy USUAL = new EventTimePolicy(null, null);

    /** What may lie between two clocks, and between an event and its arrival, is not late. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** What is done with them. */
    public enum Rule {
        ACCEPT,
        REJECT,
        ACCEPT_UNTIL
    }

    /** What a setting says; what it leaves out is taken. */
    public static EventTimePolicy of(Map<String, String> setting) {
        return new EventTimePolicy(
                limit(setting.get("late_events"), setting.get("late_hours_max")),
                limit(setting.get("future_events"), setting.get("future_hours_max")));
    }

    private static @Nullable Duration limit(@Nullable String rule, @Nullable String hours) {
        if (rule == null) {
            return null;
        }
        return switch (Rule.valueOf(rule.toUpperCase(Locale.ROOT))) {
            case ACCEPT -> null;
            case REJECT -> TOLERANCE;
            case ACCEPT_UNTIL -> hours == null ? null : Duration.ofHours(Long.parseLong(hours));
        };
    }

    /**
     * Why an event is not taken: when it should have happened. Empty if it is.
     *
     * @param now the environment's clock
     */
    public Optional<String> expectedInsteadOf(Instant timestamp, Instant now) {
        if (lateMax != null && timestamp.isBefore(now.minus(lateMax))) {
            return Optional.of(
                    "a time from "
                            + now.minus(lateMax)
                            + " on: the environment refuses events that come later than "
                            + lateMax);
        }
        if (futureMax != null && timestamp.isAfter(now.plus(futureMax))) {
            return Optional.of(
                    "a time up to "
                            + now.plus(futureMax)
                            + ": the environment refuses events that are further in the future"
                            + " than "
                            + futureMax);
        }
        return Optional.empty();
    }
}
