package io.tallybook.api.flexprice.event;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.core.Scope;
import io.tallybook.core.tenancy.SettingView;
import io.tallybook.core.tenancy.TenancyQuery;
import io.tallybook.core.usage.EventTimePolicy;
import io.tallybook.core.usage.RefusedUsage;
import io.tallybook.core.usage.UsageEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import reactor.core.publisher.Mono;

/** What each environment does with late and future events, remembered for a second. */
public final class EventTimes {
    private static final long REMEMBERED_NANOS = 1_000_000_000L;
    private static final int MOST = 10_000;

    private final Dispatch dispatch;
    private final Map<Scope, Remembered> remembered = new ConcurrentHashMap<>();

    public EventTimes(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    private record Remembered(EventTimePolicy policy, long at) {}

    /** What holds for the caller's environment. */
    Mono<EventTimePolicy> of(Call call) {
        return of(call.scope());
    }

    /** What holds for an environment. */
    public Mono<EventTimePolicy> of(Scope scope) {
        Remembered known = remembered.get(scope);
        if (known != null && System.nanoTime() - known.at() < REMEMBERED_NANOS) {
            return Mono.just(known.policy());
        }
        return dispatch.find(
                        new TenancyQuery.SettingOf(scope, EventTimePolicy.SETTING),
                        SettingView.class)
                .map(setting -> EventTimePolicy.of(setting.value()))
                .defaultIfEmpty(EventTimePolicy.USUAL)
                .doOnNext(policy -> remember(scope, policy));
    }

    private void remember(Scope scope, EventTimePolicy policy) {
        if (remembered.size() >= MOST) {
            remembered.clear();
        }
        remembered.put(scope, new Remembered(policy, System.nanoTime()));
    }

    /**
     * Completes if all are taken. Errors: ProblemException (400) naming the first that is not, once
     * {@code refuse} has completed.
     *
     * @param field the name of an event's timestamp in the request
     * @param refuse keeps those that are not taken, with the reason
     */
    Mono<Void> check(
            Call call,
            List<UsageEvent> events,
            Instant now,
            IntFunction<String> field,
            Function<List<RefusedUsage>, Mono<Void>> refuse) {
        return of(call).flatMap(policy -> check(policy, events, now, field, refuse));
    }

    private static Mono<Void> check(
            EventTimePolicy policy,
            List<UsageEvent> events,
            Instant now,
            IntFunction<String> field,
            Function<List<RefusedUsage>, Mono<Void>> refuse) {
        List<RefusedUsage> refused = new ArrayList<>();
        Problem first = null;
        for (int i = 0; i < events.size(); i++) {
            UsageEvent event = events.get(i);
            String expected = policy.expectedInsteadOf(event.timestamp(), now).orElse(null);
            if (expected != null) {
                refused.add(new RefusedUsage(event, reason(expected, event)));
                if (first == null) {
                    first = problem(field.apply(i), expected, event);
                }
            }
        }
        return first == null
                ? Mono.empty()
                : refuse.apply(refused).then(Mono.error(first.asException()));
    }

    /** In the words of a receipt. */
    static String reason(String expected, UsageEvent event) {
        return "timestamp: expected %s, got %s".formatted(expected, event.timestamp());
    }

    private static Problem problem(String field, String expected, UsageEvent event) {
        return Problem.of(
                ProblemCode.VALIDATION_ERROR,
                "%s: expected %s, got %s".formatted(field, expected, event.timestamp()),
                Map.of(
                        "field",
                        field,
                        "expected",
                        expected,
                        "got",
                        event.timestamp().toString(),
                        "event_id",
                        event.eventId()));
    }
}
