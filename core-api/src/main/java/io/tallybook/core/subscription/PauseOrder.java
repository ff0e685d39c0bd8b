package io.tallybook.core.subscription;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A pause as it was agreed.
 *
 * @param start when service stops
 * @param resumesAt when it goes on by itself; absent until somebody asks for it
 * @param rest what becomes of the period that it breaks off
 */
public record PauseOrder(
        PauseId id,
        Mode mode,
        Instant start,
        @Nullable Instant resumesAt,
        Course.Rest rest,
        Instant requestedAt,
        @Nullable String reason,
        Map<String, String> metadata) {
    public PauseOrder {
        metadata = Map.copyOf(Objects.requireNonNullElse(metadata, Map.of()));
    }

    /** When a pause begins. */
    public enum Mode {
        IMMEDIATE,
        /** At a moment to come. */
        SCHEDULED,
        /** With the end of the open period. */
        PERIOD_END
    }
}
