package io.tallybook.core.invoice;

/** Why an invoice came to be. */
public enum BillingReason {
    SUBSCRIPTION_CREATE,
    SUBSCRIPTION_CYCLE,
    SUBSCRIPTION_CANCEL,
    SUBSCRIPTION_TRIAL_END,
    SUBSCRIPTION_PAUSE,
    SUBSCRIPTION_RESUME
}
