package io.tallybook.core.usage;

/**
 * A complete reading was asked for, and what the broker had acknowledged was not all stored in
 * time.
 */
public class ReadingIncomplete extends RuntimeException {
    public ReadingIncomplete(String message) {
        super(message);
    }
}
