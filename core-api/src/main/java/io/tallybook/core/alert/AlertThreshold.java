package io.tallybook.core.alert;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * A value, and the side of it on which there is something to tell.
 *
 * @param name tells it from the others of its settings
 * @param every how far beyond it there is something to tell again, and again; absent for once
 */
public record AlertThreshold(
        String name,
        AlertLevel level,
        Condition condition,
        BigDecimal threshold,
        @Nullable BigDecimal every) {
    private static final int STEPS_MAX = 1_000_000;

    /** The side that is told of; the value itself is on both. */
    public enum Condition {
        ABOVE,
        BELOW
    }

    /**
     * How far a value is across: 0 for not at all, 1 for across, and one more for each further
     * {@code every}.
     */
    public int steps(BigDecimal value) {
        BigDecimal beyond =
                switch (condition) {
                    case ABOVE -> value.subtract(threshold);
                    case BELOW -> threshold.subtract(value);
                };
        if (beyond.signum() < 0) {
            return 0;
        }
        return every == null
                ? 1
                : beyond.divide(every, 0, RoundingMode.FLOOR)
                                .min(BigDecimal.valueOf(STEPS_MAX))
                                .intValueExact()
                        + 1;
    }
}
