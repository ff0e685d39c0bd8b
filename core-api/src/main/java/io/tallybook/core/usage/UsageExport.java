package io.tallybook.core.usage;

import io.tallybook.core.Scope;
import java.io.InputStream;
import java.time.Instant;

/** Raw usage events on their way out, for whoever keeps or studies them elsewhere. */
public interface UsageExport {
    /**
     * The events of a period as one Parquet file, in the order of their time; what was acknowledged
     * before this was asked is in it. Blocks, and whoever asked closes the stream. Errors: {@link
     * ReadingIncomplete}.
     *
     * @param from by the time when it was used
     * @param to the first moment that is not in it
     */
    InputStream parquet(Scope scope, Instant from, Instant to);
}
