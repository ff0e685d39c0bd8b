package io.tallybook.api.flexprice.environment;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Body;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.ViewKind;
import io.tallybook.core.duework.DueWorkCommand;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.tenancy.EnvironmentCommand;
import io.tallybook.core.tenancy.EnvironmentMode;
import io.tallybook.core.usage.UsageQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The routes of an environment's clock. */
@RestController
@RequestMapping("/v1/clock")
public final class Clock {

    private final Dispatch dispatch;

    public Clock(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    @GetMapping
    Mono<ResponseEntity<byte[]>> get(Call call) {
        return dispatch.now(call).map(now -> Answer.ok(json(call, now).node()));
    }

    private static Json json(Call call, Instant now) {
        return Json.object()
                .put("now", now)
                .put("mode", call.caller().mode().name().toLowerCase(Locale.ROOT));
    }

    /** Sets a sandbox's clock, also back, while there is nothing that lives by it. */
    @PutMapping
    Mono<ResponseEntity<byte[]>> set(Call call, Body body) {
        requireSandbox(call);
        Instant to = body.required("now").instant().truncatedTo(ChronoUnit.MICROS);
        body.check();
        return Mono.zip(dispatch.now(call), subscriptions(call), usage(call))
                .flatMap(
                        now ->
                                dispatch.send(
                                        call,
                                        ViewKind.ENVIRONMENT,
                                        new EnvironmentCommand.SetClock(
                                                call.scope().environment(),
                                                call.scope(),
                                                now.getT1(),
                                                to,
                                                now.getT2(),
                                                now.getT3())))
                .thenReturn(Answer.ok(json(call, to).node()));
    }

    private Mono<Long> subscriptions(Call call) {
        var spec = new SearchSpec(List.of(), List.of(), 1, 0);
        return dispatch.ask(
                        new SubscriptionQuery.Search(call.scope(), spec),
                        SubscriptionQuery.Page.class)
                .map(SubscriptionQuery.Page::total);
    }

    private Mono<Long> usage(Call call) {
        return dispatch.ask(new UsageQuery.CountAll(call.scope()), Long.class);
    }

    /**
     * Moves a sandbox's clock forward and answers once all that has fallen due is done. Asking
     * again for the moment where it stands waits for what was still open.
     */
    @PostMapping("/advance")
    Mono<ResponseEntity<byte[]>> advance(Call call, Body body) {
        requireSandbox(call);
        Instant to = body.required("to").instant().truncatedTo(ChronoUnit.MICROS);
        body.check();
        return dispatch.now(call)
                .flatMap(now -> now.equals(to) ? Mono.empty() : moved(call, now, to))
                .then(
                        Mono.defer(
                                () ->
                                        dispatch.perform(
                                                call,
                                                new DueWorkCommand.PerformUpTo(call.scope(), to))))
                .map(report -> Answer.ok(done(call, to, report)));
    }

    private Mono<Void> moved(Call call, Instant now, Instant to) {
        if (to.isBefore(now)) {
            return Mono.error(
                    () ->
                            Problem.of(
                                            ProblemCode.VALIDATION_ERROR,
                                            "to: expected a time at or after the clock, which says %s, got %s"
                                                    .formatted(now, to),
                                            Map.of(
                                                    "field",
                                                    "to",
                                                    "now",
                                                    now.toString(),
                                                    "got",
                                                    to.toString()))
                                    .asException());
        }
        return dispatch.send(
                        call,
                        ViewKind.ENVIRONMENT,
                        new EnvironmentCommand.AdvanceClock(
                                call.scope().environment(), call.scope(), now, to))
                .then();
    }

    private static ObjectNode done(Call call, Instant to, DueWorkCommand.Report report) {
        if (report.open() > 0) {
            throw Problem.of(
                            ProblemCode.SERVICE_UNAVAILABLE,
                            "the clock says %s, and %d pieces of work are still open, the first: %s; ask again to wait for them"
                                    .formatted(to, report.open(), report.firstOpen()),
                            Map.of(
                                    "now",
                                    to.toString(),
                                    "performed",
                                    report.performed(),
                                    "open",
                                    report.open()))
                    .retryAfter(Duration.ofSeconds(2))
                    .asException();
        }
        return json(call, to).put("performed", report.performed()).node();
    }

    private static void requireSandbox(Call call) {
        if (call.caller().mode() == EnvironmentMode.LIVE) {
            throw Problem.of(
                            ProblemCode.INVALID_OPERATION,
                            "the clock of a live environment follows the machine and cannot be"
                                    + " moved")
                    .asException();
        }
    }
}
