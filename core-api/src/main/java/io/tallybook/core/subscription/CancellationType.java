package io.tallybook.core.subscription;

/** When a cancellation takes effect. */
public enum CancellationType {
    IMMEDIATE,
    END_OF_PERIOD,
    SCHEDULED_DATE
}
