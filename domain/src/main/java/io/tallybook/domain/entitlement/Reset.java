package io.tallybook.domain.entitlement;

/** When an allowance begins anew. */
public enum Reset {
    BILLING_PERIOD,
    HOUR,
    DAY,
    WEEK,
    MONTH,
    QUARTER,
    HALF_YEAR,
    YEAR,
    /** Once for the life of the subscription. */
    NEVER
}
