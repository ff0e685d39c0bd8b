package io.tallybook.command.uniqueness;

import io.tallybook.core.Scope;

/** Numbers without gaps: 1, 2, 3 and so on, in each series of each environment. */
public interface NumberSeries {
    /**
     * The next number of a series, taken in the transaction of the command: when that is rolled
     * back the number is free again, and until it ends nobody else gets one of the same series.
     */
    default long next(Scope scope, String series) {
        return next(scope, series, 1);
    }

    /** As {@link #next(Scope, String)}, of a series whose numbers are at least {@code start}. */
    long next(Scope scope, String series, long start);
}
