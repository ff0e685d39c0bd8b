package io.tallybook.api.flexprice.task;

/** A file cannot be read to its end; the message says why, for the person who sent it. */
final class BrokenFile extends Exception {
    private static final long serialVersionUID = 1;

    BrokenFile(String message) {
        super(message);
    }
}
