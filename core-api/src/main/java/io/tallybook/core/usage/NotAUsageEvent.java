package io.tallybook.core.usage;

/** A record is no usage event; the message names what is wrong, field by field. */
public final class NotAUsageEvent extends Exception {
    private static final long serialVersionUID = 1;

    public NotAUsageEvent(String message) {
        super(message);
    }
}
