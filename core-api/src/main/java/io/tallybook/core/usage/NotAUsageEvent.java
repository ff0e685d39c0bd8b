package io.tallybook.core.usage;

import org.jspecify.annotations.Nullable;

/** A record is no usage event; the message names what is wrong, field by field. */
public final class NotAUsageEvent extends Exception {
    private static final long serialVersionUID = 2;

    private final @Nullable String eventId;

    public NotAUsageEvent(String message) {
        this(message, null);
    }

    /**
     * @param eventId the id that the record says its event has; absent if it says none
     */
    public NotAUsageEvent(String message, @Nullable String eventId) {
        super(message);
        this.eventId = eventId;
    }

    public @Nullable String eventId() {
        return eventId;
    }
}
