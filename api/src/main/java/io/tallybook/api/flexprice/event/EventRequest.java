package io.tallybook.api.flexprice.event;

import io.tallybook.api.request.Fields;
import io.tallybook.core.Scope;
import io.tallybook.core.usage.UsageEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A usage event as it came in.
 *
 * @param eventId absent if the caller leaves it to us
 * @param externalCustomerId absent if the customer is named by {@code customerId}
 * @param timestamp absent for now; kept to the microsecond
 */
record EventRequest(
        @Nullable String eventId,
        String eventName,
        @Nullable String externalCustomerId,
        @Nullable String customerId,
        @Nullable Instant timestamp,
        @Nullable String source,
        Map<String, String> properties) {

    /** All that an event may say. */
    static final List<String> FIELDS =
            List.of(
                    "event_id",
                    "event_name",
                    "external_customer_id",
                    "timestamp",
                    "source",
                    "properties");

    /** About ten years: what is older is a unit mistaken or a clock that was never set. */
    private static final Duration OLDEST = Duration.ofDays(3_653);

    private static final Duration FARTHEST = Duration.ofDays(366);

    private static final int SHORT = 255;
    private static final int LONG = 8_192;

    EventRequest {
        properties = Map.copyOf(properties);
    }

    /**
     * Reads one event; complaints are noted on {@code in}.
     *
     * @param now the environment's clock
     */
    static EventRequest of(Fields in, Instant now) {
        String eventId = in.optional("event_id").text(SHORT);
        if (eventId == null) {
            eventId = in.optional("idempotency_key").text(SHORT);
        }
        String external = in.optional("external_customer_id").text(SHORT);
        String customer = in.optional("customer_id").text(SHORT);
        if (isBlank(external) && isBlank(customer)) {
            in.complain(
                    "external_customer_id",
                    "text (required)",
                    external == null ? "nothing" : "blank text");
        }
        return new EventRequest(
                isBlank(eventId) ? null : eventId,
                in.required("event_name").text(SHORT),
                isBlank(external) ? null : external,
                isBlank(customer) ? null : customer,
                timestamp(in, "timestamp", now),
                in.optional("source").text(SHORT),
                in.optional("properties").looseMap(LONG));
    }

    /** The event, once its id and its customer are known. */
    UsageEvent event(Scope scope, String id, String external, Instant now) {
        return new UsageEvent(
                scope,
                id,
                eventName,
                external,
                (timestamp == null ? now : timestamp).truncatedTo(ChronoUnit.MICROS),
                source,
                properties,
                now);
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    static @Nullable Instant timestamp(Fields in, String field, Instant now) {
        if (in.isEmptyText(field)) {
            return null;
        }
        Instant timestamp = in.optional(field).instant();
        if (timestamp != null
                && (timestamp.isBefore(now.minus(OLDEST))
                        || timestamp.isAfter(now.plus(FARTHEST)))) {
            in.complain(
                    field,
                    "a time from 10 years before to 366 days after the environment's clock, which"
                            + " says "
                            + now,
                    timestamp.toString());
        }
        return timestamp;
    }
}
