package io.tallybook.api.problem;

/** How much one request may carry. */
public final class BodyLimit {

    /** 32 MiB, as the Flexprice server's own limit for ingestion. */
    public static final int BYTES = 32 * 1024 * 1024;

    private BodyLimit() {}
}
