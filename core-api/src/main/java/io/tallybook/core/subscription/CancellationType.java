package io.tallybook.core.subscription;

/** When a cancellation takes effect. */
public enum CancellationType {
    IMMEDIATE,
    END_OF_PERIOD,
    SCHEDULED_DATE,
    /**
     * With the first of the periods that are open: of the subscription and of each of its lines.
     */
    MIN_PERIOD_END,
    /** With the last of them, so that nothing that was paid is cut. */
    MAX_PERIOD_END
}
