package io.tallybook.core.subscription;

/** What becomes of a subscription whose first invoice is not paid. */
public enum PaymentBehavior {
    DEFAULT_ACTIVE,
    ALLOW_INCOMPLETE,
    DEFAULT_INCOMPLETE,
    ERROR_IF_INCOMPLETE
}
