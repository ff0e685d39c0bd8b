package io.tallybook.core.subscription;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a subscription's life in which it is charged by lines of its own.
 *
 * @param endDate absent for the end of the subscription
 * @param lines those that hold in it and nowhere else
 */
public record Phase(
        PhaseId id,
        Instant startDate,
        @Nullable Instant endDate,
        List<LineItemId> lines,
        Map<String, String> metadata) {
    public Phase {
        lines = List.copyOf(lines);
        metadata = Map.copyOf(Objects.requireNonNullElse(metadata, Map.of()));
    }
}
