package io.tallybook.api.flexprice.task;

import io.tallybook.api.request.Body;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file of usage events being read from its beginning to its end. */
interface UsageFile extends AutoCloseable {
    /**
     * One record of the file.
     *
     * @param number counted from 1
     * @param payload the record as JSON
     */
    record Entry(long number, String payload, Reading reading) {}

    /** Gives the fields of a record. Errors: ProblemException if it has none. */
    @FunctionalInterface
    interface Reading {
        Body fields();
    }

    /** The next record; null when there is none. */
    @Nullable Entry next() throws IOException, BrokenFile;

    @Override
    void close() throws IOException;
}
