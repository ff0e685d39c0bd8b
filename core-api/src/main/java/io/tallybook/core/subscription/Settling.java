package io.tallybook.core.subscription;

/** When a change within a period that was paid for is settled. */
public enum Settling {
    /** With an invoice of its own. */
    AT_ONCE,
    /** With the invoice that closes the open period. */
    NEXT_INVOICE,
    /** Not at all: the rest of the period is neither charged nor credited. */
    NONE
}
