package io.tallybook.api.flexprice.event;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.core.Scope;
import io.tallybook.core.tenancy.SettingView;
import io.tallybook.core.tenancy.TenancyQuery;
import io.tallybook.core.usage.EventTimePolicy;
import io.tallybook.core.usage.UsageEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
     * Completes if all are taken. Errors: ProblemException (400) naming the first that is not.
     *
     * @param field the name of an event's timestamp in the request
     */
    Mono<Void> check(Call call, List<UsageEvent> events, Instant now, IntFunction<String> field) {
        return of(call).doOnNext(policy -> check(policy, events, now, field)).then();
    }

    private static void check(
            EventTimePolicy policy,
            List<UsageEvent> events,
            Instant now,
            IntFunction<String> field) {
        for (int i = 0; i < events.size(); i++) {
            Instant timestamp = events.get(i).timestamp();
            String expected = policy.expectedInsteadOf(timestamp, now).orElse(null);
            if (expected != null) {
                throw Problem.of(
                                ProblemCode.VALIDATION_ERROR,
                                "%s: expected %s, got %s"
                                        .formatted(field.apply(i), expected, timestamp),
                                Map.of(
                                        "field",
                                        field.apply(i),
                                        "expected",
                                        expected,
                                        "got",
                                        timestamp.toString(),
                                        "event_id",
                                        events.get(i).eventId()))
                        .asException();
            }
        }
    }
}
