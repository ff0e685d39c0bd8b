package io.tallybook.api.flexprice.event;

import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.problem.ProblemException;
import io.tallybook.api.request.Body;
import io.tallybook.core.Scope;
import io.tallybook.core.usage.EventTimePolicy;
import io.tallybook.core.usage.NotAUsageEvent;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageFormat;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Usage events as they stand in files and on topics: as in a request, or as CloudEvents, told by
 * their {@code specversion}. Customers are not looked up, so each event names its customer's
 * external id.
 */
public final class EventRecord implements UsageFormat {
    private static final int ID_CHARS = 255;

    private final Dispatch dispatch;

    private final EventTimes times;

    public EventRecord(Dispatch dispatch, EventTimes times) {
        this.dispatch = dispatch;
        this.times = times;
    }

    @Override
    public Reader reader(Scope scope) {
        Instant at = Objects.requireNonNull(dispatch.now(scope).block(), "now");
        EventTimePolicy policy = Objects.requireNonNull(times.of(scope).block(), "policy");
        return (record, idOtherwise) -> {
            Body body = null;
            try {
                body = Body.ofLine(new String(record, StandardCharsets.UTF_8), 1);
                UsageEvent event = read(body, scope, idOtherwise, at);
                String refusal = refusal(event, policy).orElse(null);
                if (refusal == null) {
                    return event;
                }
                throw new NotAUsageEvent(refusal, event.eventId());
            } catch (ProblemException e) {
                throw new NotAUsageEvent(e.problem().message(), body == null ? null : saidId(body));
            }
        };
    }

    /** The id that a record says its event has, whatever else is wrong; absent if it says none. */
    public static @Nullable String saidId(Body body) {
        return body.has("event_id") ? body.optional("event_id").text(ID_CHARS) : null;
    }

    /** Why an environment does not take an event; empty if it does. */
    public static Optional<String> refusal(UsageEvent event, EventTimePolicy policy) {
        return policy.expectedInsteadOf(event.timestamp(), event.receivedAt())
                .map(expected -> EventTimes.reason(expected, event));
    }

    /**
     * Reads one event that the environment takes. Errors: as of {@link #read(Body, Scope, String,
     * Instant)}, and one that it does not take.
     *
     * @param policy which times it takes
     */
    static UsageEvent read(
            Body body,
            Scope scope,
            @Nullable String idOtherwise,
            Instant at,
            EventTimePolicy policy) {
        UsageEvent event = read(body, scope, idOtherwise, at);
        policy.expectedInsteadOf(event.timestamp(), at)
                .ifPresent(
                        expected ->
                                body.complain("timestamp", expected, event.timestamp().toString()));
        body.check();
        return event;
    }

    /**
     * Reads one event. Errors: ProblemException (400) naming every field that is wrong.
     *
     * @param idOtherwise the event's id if it has none; absent if it must have one
     * @param at the environment's clock
     */
    public static UsageEvent read(
            Body body, Scope scope, @Nullable String idOtherwise, Instant at) {
        EventRequest request =
                body.has("specversion") ? CloudEvent.of(body, at) : EventRequest.of(body, at);
        String id = request.eventId() == null ? idOtherwise : request.eventId();
        String external = request.externalCustomerId();
        if (id == null) {
            body.complain("event_id", "text (required in an import)", "nothing");
        }
        if (external == null && request.customerId() != null) {
            body.complain(
                    "external_customer_id",
                    "text (an import does not look customers up)",
                    "nothing");
        }
        body.check();
        return request.event(
                scope,
                Objects.requireNonNull(id, "event_id"),
                Objects.requireNonNull(external, "external_customer_id"),
                at);
    }
}
