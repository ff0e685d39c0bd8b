package io.tallybook.ingestion.store;

/**
 * ClickHouse did not do what it was asked; whether an insert took effect is not known.
 *
 * <p>Not for bad input: statements are ours and rows are checked before.
 */
public final class StoreUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
