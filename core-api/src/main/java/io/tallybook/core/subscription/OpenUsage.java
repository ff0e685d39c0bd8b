package io.tallybook.core.subscription;

/** What becomes of the period that a cancellation cuts short. */
public enum OpenUsage {
    /** It is invoiced up to the cancellation. */
    INVOICED,
    /** It is forgiven. */
    FORGIVEN
}
