package io.tallybook.core;

/** The names in the metadata of commands and events. */
public final class Meta {
    public static final String TENANT = "tenant";
    public static final String ENVIRONMENT = "environment";

    /** Who: an API key or a user by id, or a process of ours as {@code process:NAME}. */
    public static final String ACTOR = "actor";

    /** The HTTP request that began it. */
    public static final String REQUEST_ID = "request_id";

    /** The logical name of the command, as {@code wallet.debit}. */
    public static final String COMMAND = "command";

    /** What made the sender send it: an event's id, or {@code due_work:KIND}. */
    public static final String CAUSE = "cause";

    /** The environment's clock when it took effect, ISO 8601. */
    public static final String EFFECTIVE_AT = "effective_at";

    private Meta() {}
}
