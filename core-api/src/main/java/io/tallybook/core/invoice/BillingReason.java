package io.tallybook.core.invoice;

/** Why an invoice came to be. */
public enum BillingReason {
    SUBSCRIPTION_CREATE,
    SUBSCRIPTION_CYCLE,
    SUBSCRIPTION_CANCEL,
    /** Line items, quantities or the plan of a subscription were changed within a period. */
    SUBSCRIPTION_UPDATE,
    SUBSCRIPTION_TRIAL_START,
    SUBSCRIPTION_TRIAL_END,
    /** What a change within a period adds to or takes off what was billed before. */
    PRORATION,
    /** Somebody wrote it. */
    MANUAL,
    /** Usage of an open period was worth so much that it is billed before the period ends. */
    AUTO_INVOICE_THRESHOLD,
    WALLET_AUTO_TOPUP,
    /** What a closed invoice should have billed more. */
    CORRECTION,
    /** A pause broke a period off, or came in the place of the next one. */
    SUBSCRIPTION_PAUSE,
    /** A pause ended within a period that had not begun before it. */
    SUBSCRIPTION_RESUME
}
