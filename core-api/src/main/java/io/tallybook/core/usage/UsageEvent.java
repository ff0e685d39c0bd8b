package io.tallybook.core.usage;

import io.tallybook.core.Scope;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One fact of use.
 *
 * <p>Its identity is (tenant, environment, {@code eventId}), for ever; the timestamp is no part of
 * it.
 *
 * @param externalCustomerId who used it, by the caller's own name; the customer need not exist yet
 * @param timestamp when it was used, to the microsecond
 * @param receivedAt the environment's clock when it came in
 */
public record UsageEvent(
        Scope scope,
        String eventId,
        String eventName,
        String externalCustomerId,
        Instant timestamp,
        @Nullable String source,
        Map<String, String> properties,
        Instant receivedAt) {
    public UsageEvent {
        properties = Map.copyOf(properties);
    }
}
