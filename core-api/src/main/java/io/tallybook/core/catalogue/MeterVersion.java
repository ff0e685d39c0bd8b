package io.tallybook.core.catalogue;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which events a meter looks at from a moment on.
 *
 * @param number of the meter's versions, from 1
 * @param from absent for ever before
 */
public record MeterVersion(
        int number, @Nullable Instant from, List<MeterDefinition.Filter> filters) {
    public MeterVersion {
        filters = List.copyOf(filters);
    }

    /** The same, in force from another moment on. */
    public MeterVersion from(@Nullable Instant moment) {
        return new MeterVersion(number, moment, filters);
    }

    /** Whether it is in force from {@code moment} on, or from before. */
    boolean isInForceBy(Instant moment) {
        return from == null || !from.isAfter(moment);
    }

    boolean isSameAs(MeterVersion other) {
        return number == other.number && filters.equals(other.filters);
    }
}
