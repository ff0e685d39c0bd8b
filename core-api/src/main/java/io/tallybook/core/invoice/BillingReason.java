package io.tallybook.core.invoice;

/** Why an invoice came to be. */
public enum BillingReason {
    SUBSCRIPTION_CREATE,
    SUBSCRIPTION_CYCLE,
    /** A change in the middle of a period is settled. */
    SUBSCRIPTION_UPDATE,
    SUBSCRIPTION_CANCEL
}
