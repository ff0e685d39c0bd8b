package io.tallybook.ingestion.store;

import io.tallybook.core.usage.ReadingIncomplete;

/**
 * ClickHouse did not do what it was asked; whether an insert took effect is not known.
 *
 * <p>Not for bad input: statements are ours and rows are checked before. To whoever asked for a
 * reading it is one that cannot be given yet.
 */
public final class StoreUnavailable extends ReadingIncomplete {
    private static final long serialVersionUID = 1;

    public StoreUnavailable(String message, Throwable cause) {
        super(message);
        initCause(cause);
    }
}
