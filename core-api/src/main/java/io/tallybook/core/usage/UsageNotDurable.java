package io.tallybook.core.usage;

/** Usage could not be made durable: the broker did not acknowledge it in time. */
public class UsageNotDurable extends RuntimeException {
    public UsageNotDurable(String message, Throwable cause) {
        super(message, cause);
    }
}
