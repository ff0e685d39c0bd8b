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
import org.jspecify.annotations.Nullable;

/**
 * Usage events as they stand in files and on topics: as in a request, or as CloudEvents, told by
 * their {@code specversion}. Customers are not looked up, so each event names its customer's
 * external id.
 */
public final class EventRecord implements UsageFormat {

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
            try {
                Body body = Body.ofLine(new String(record, StandardCharsets.UTF_8), 1);
                return read(body, scope, idOtherwise, at, policy);
            } catch (ProblemException e) {
                throw new NotAUsageEvent(e.problem().message());
            }
        };
    }

    /**
     * Reads one event. Errors: ProblemException (400) naming every field that is wrong.
     *
     * @param idOtherwise the event's id if it has none; absent if it must have one
     * @param at the environment's clock
     * @param policy which times it takes
     */
    public static UsageEvent read(
            Body body,
            Scope scope,
            @Nullable String idOtherwise,
            Instant at,
            EventTimePolicy policy) {
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
        Instant timestamp = request.timestamp();
        if (timestamp != null) {
            policy.expectedInsteadOf(timestamp, at)
                    .ifPresent(
                            expected -> body.complain("timestamp", expected, timestamp.toString()));
        }
        body.check();
        return request.event(
                scope,
                Objects.requireNonNull(id, "event_id"),
                Objects.requireNonNull(external, "external_customer_id"),
                at);
    }
}
