package io.tallybook.core.usage;

import io.tallybook.core.Scope;

/**
 * The form that usage events have when they come in other than by a request: the same as in a
 * request, or that of CloudEvents.
 */
public interface UsageFormat {
    /**
     * A reader for what came in together, at one moment of the environment's clock. Asks for that
     * clock, so it may block.
     */
    Reader reader(Scope scope);

    /** Reads records one by one. */
    @FunctionalInterface
    interface Reader {
        /**
         * Reads one event.
         *
         * @param idOtherwise the event's id if the record gives it none: the same for the same
         *     record, however often it comes
         * @throws NotAUsageEvent saying what is wrong with the record
         */
        UsageEvent read(byte[] record, String idOtherwise) throws NotAUsageEvent;
    }
}
