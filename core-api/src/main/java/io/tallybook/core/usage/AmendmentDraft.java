package io.tallybook.core.usage;

import io.tallybook.core.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an amendment is to do, as somebody asks for it.
 *
 * @param at the environment's clock
 * @param frame the events of a customer in a stretch of time, none of which will count
 * @param deprecate events that will not count
 * @param restore events that will count as they first came in
 * @param replace events that will count with other content
 * @param add events that are new
 */
public record AmendmentDraft(
        AmendmentId id,
        Scope scope,
        Instant at,
        String actor,
        String reason,
        @Nullable Frame frame,
        List<String> deprecate,
        List<String> restore,
        List<Replacement> replace,
        List<UsageEvent> add) {
    public AmendmentDraft {
        deprecate = List.copyOf(deprecate);
        restore = List.copyOf(restore);
        replace = List.copyOf(replace);
        add = List.copyOf(add);
    }

    /**
     * A stretch of time of a customer, from {@code from} on and before {@code to}.
     *
     * @param eventName only events of this name
     * @param properties only those with one of the values, for every key
     */
    public record Frame(
            String externalCustomerId,
            Instant from,
            Instant to,
            @Nullable String eventName,
            Map<String, List<String>> properties) {
        public Frame {
            properties = Map.copyOf(properties);
        }
    }

    /** Other content of an event; what is absent stays as it is. */
    public record Replacement(
            String eventId,
            @Nullable String eventName,
            @Nullable String externalCustomerId,
            @Nullable Instant timestamp,
            @Nullable Map<String, String> properties) {
        public Replacement {
            properties = properties == null ? null : Map.copyOf(properties);
        }

        public UsageEvent of(UsageEvent before) {
            return new UsageEvent(
                    before.scope(),
                    before.eventId(),
                    eventName == null ? before.eventName() : eventName,
                    externalCustomerId == null ? before.externalCustomerId() : externalCustomerId,
                    timestamp == null ? before.timestamp() : timestamp,
                    before.source(),
                    properties == null ? before.properties() : properties,
                    before.receivedAt());
        }
    }
}
