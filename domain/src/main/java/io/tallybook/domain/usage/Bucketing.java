package io.tallybook.domain.usage;

import io.tallybook.domain.time.WindowSize;
import java.time.Instant;
import java.util.Optional;

/**
 * Takes an aggregation per bucket of time, and per value of a property if {@code groupBy} is given.
 *
 * @param anchor what month buckets are aligned to; without one they are aligned to the start of the
 *     window
 */
public record Bucketing(WindowSize size, Optional<Instant> anchor, Optional<String> groupBy) {
    public static Bucketing every(WindowSize size) {
        return new Bucketing(size, Optional.empty(), Optional.empty());
    }

    public Bucketing groupedBy(String property) {
        return new Bucketing(size, anchor, Optional.of(property));
    }
}
