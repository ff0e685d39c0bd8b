package io.tallybook.core.entitlement;

/** When an allowance begins anew; where none is named, with each billing period. */
public enum UsageReset {
    DAILY,
    WEEKLY,
    MONTHLY,
    QUARTERLY,
    HALF_YEARLY,
    ANNUAL,
    /** Once for the life of the subscription. */
    NEVER
}
