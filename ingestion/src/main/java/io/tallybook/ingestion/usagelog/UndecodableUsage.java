package io.tallybook.ingestion.usagelog;

/** A record on the log that is no usage event; the message says why. */
public final class UndecodableUsage extends Exception {
    private static final long serialVersionUID = 1;

    public UndecodableUsage(String reason) {
        super(reason);
    }
}
