package io.tallybook.sagas;

import java.time.Duration;

/** How long after the end of a period its invoice waits for late usage. */
public record FinalizationDelay(Duration value) {
    public static final FinalizationDelay USUAL = new FinalizationDelay(Duration.ofHours(2));

    public FinalizationDelay {
        if (value.isNegative()) {
            throw new IllegalArgumentException(
                    "finalization delay: expected zero or more, got " + value);
        }
    }
}
