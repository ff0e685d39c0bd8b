package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.ViewKind;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.subscription.ScheduleId;
import io.tallybook.core.subscription.ScheduleView;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionSchedule;
import io.tallybook.core.subscription.SubscriptionView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/**
 * The routes of what is to happen to subscriptions: changes of plan and ends. The npm client puts
 * the version before them twice.
 */
@RestController
public final class Schedules {
    private static final int MOST = 1_000;
    private static final long DAY_SECONDS = Duration.ofDays(1).toSeconds();

    private final Dispatch dispatch;
    private final Directory directory;

    public Schedules(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
    }

    @GetMapping({"/v1/subscription-schedules", "/v1/v1/subscription-schedules"})
    Mono<ResponseEntity<byte[]>> all(Call call, Params params) {
        boolean pending = Boolean.TRUE.equals(params.optional("pending_only").truth());
        String subscription = params.optional("subscription_id").text(Wishes.SHORT);
        int limit = params.optional("limit").integer(1, MOST, 50);
        int offset = params.optional("offset").integer(0, Integer.MAX_VALUE, 0);
        params.check();
        List<Criterion> criteria = new ArrayList<>();
        if (pending) {
            criteria.add(is("status", SubscriptionSchedule.Status.PENDING.name()));
        }
        if (subscription != null) {
            criteria.add(is("subscription_id", subscription));
        }
        return Mono.zip(
                        dispatch.ask(
                                new SubscriptionQuery.SearchSchedules(
                                        call.scope(),
                                        new SearchSpec(criteria, List.of(), limit, offset)),
                                SubscriptionQuery.SchedulePage.class),
                        dispatch.now(call))
                .map(
                        both ->
                                Answer.ok(
                                        list(
                                                both.getT1().items(),
                                                both.getT1().total(),
                                                both.getT2())));
    }

    private static Criterion is(String field, String value) {
        return new Criterion(field, Operator.EQ, List.of(value));
    }

    @GetMapping({"/v1/subscriptions/{id}/schedules", "/v1/v1/subscriptions/{id}/schedules"})
    Mono<ResponseEntity<byte[]>> ofSubscription(Call call, @PathVariable("id") String id) {
        return Mono.zip(
                        directory.subscription(
                                call, Named.id("subscription", id, SubscriptionId::new)),
                        dispatch.now(call))
                .map(
                        both -> {
                            SubscriptionView view = both.getT1();
                            List<ScheduleView> all =
                                    view.agenda().schedules().stream()
                                            .map(one -> of(view, one))
                                            .toList();
                            return Answer.ok(list(all, all.size(), both.getT2()));
                        });
    }

    private static ScheduleView of(SubscriptionView view, SubscriptionSchedule one) {
        return new ScheduleView(one.id(), view.scope(), view.id(), one, view.stamp());
    }

    @GetMapping({"/v1/subscription-schedules/{id}", "/v1/v1/subscription-schedules/{id}"})
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id) {
        return Mono.zip(find(call, id), dispatch.now(call))
                .map(both -> Answer.ok(json(both.getT1(), both.getT2())));
    }

    @PostMapping({
        "/v1/subscriptions/schedules/{id}/cancel",
        "/v1/v1/subscriptions/schedules/{id}/cancel"
    })
    Mono<ResponseEntity<byte[]>> cancel(Call call, @PathVariable("id") String id, Body body) {
        body.optional("schedule_id").text(Wishes.SHORT);
        body.optional("schedule_type").text(Wishes.SHORT);
        body.optional("subscription_id").text(Wishes.SHORT);
        body.check();
        return Mono.zip(find(call, id), dispatch.now(call))
                .flatMap(
                        both ->
                                dispatch.send(
                                        call,
                                        ViewKind.SUBSCRIPTION,
                                        withdrawal(call, both.getT1(), both.getT2())))
                .thenReturn(
                        Answer.ok(
                                Json.object()
                                        .put("status", "cancelled")
                                        .put("message", "it will not happen")
                                        .node()));
    }

    private static SubscriptionCommand withdrawal(Call call, ScheduleView view, Instant now) {
        if (!view.schedule().stillToCome()) {
            throw Problem.of(
                            ProblemCode.INVALID_OPERATION,
                            "schedule '%s' is %s".formatted(view.id(), status(view.schedule())))
                    .asException();
        }
        return view.schedule().cancellation() != null
                ? new SubscriptionCommand.WithdrawCancellation(
                        view.subscriptionId(), call.scope(), now)
                : new SubscriptionCommand.WithdrawChange(
                        view.subscriptionId(), call.scope(), now, view.id());
    }

    private Mono<ScheduleView> find(Call call, String id) {
        ScheduleId schedule = Named.id("schedule", id, ScheduleId::new);
        return dispatch.find(
                        new SubscriptionQuery.ScheduleById(call.scope(), schedule),
                        ScheduleView.class)
                .switchIfEmpty(Named.missing("schedule", id));
    }

    private static ObjectNode list(List<ScheduleView> items, long total, Instant now) {
        return Json.object()
                .put("count", total)
                .list("schedules", items, one -> json(one, now))
                .node();
    }

    private static ObjectNode json(ScheduleView view, Instant now) {
        SubscriptionSchedule one = view.schedule();
        boolean change = one.planId() != null;
        return Json.object()
                .put("id", one.id())
                .put("subscription_id", view.subscriptionId())
                .put("schedule_type", change ? "plan_change" : "cancellation")
                .put("status", status(one))
                .put("scheduled_at", one.dueAt())
                .put("can_be_cancelled", one.stillToCome())
                .put("days_until_execution", days(one, now))
                .put("executed_at", settled(one, SubscriptionSchedule.Status.EXECUTED))
                .put("cancelled_at", settled(one, SubscriptionSchedule.Status.CANCELLED))
                .set("configuration", configuration(one))
                .map("metadata", one.metadata())
                .put("created_at", one.agreedAt())
                .put("updated_at", one.settledAt() == null ? one.agreedAt() : one.settledAt())
                .nulls("error_message", "execution_result")
                .node();
    }

    private static ObjectNode configuration(SubscriptionSchedule one) {
        return one.planId() == null
                ? Json.object()
                        .put(
                                "cancellation_type",
                                one.cancellation() == null
                                        ? null
                                        : one.cancellation().name().toLowerCase(Locale.ROOT))
                        .node()
                : Json.object().put("target_plan_id", one.planId()).node();
    }

    private static String status(SubscriptionSchedule one) {
        return one.status().name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Instant settled(
            SubscriptionSchedule one, SubscriptionSchedule.Status how) {
        return one.status() == how ? one.settledAt() : null;
    }

    // A day that has begun counts.
    private static @Nullable Long days(SubscriptionSchedule one, Instant now) {
        if (!one.stillToCome() || one.dueAt().isBefore(now)) {
            return null;
        }
        return Math.ceilDiv(Duration.between(now, one.dueAt()).toSeconds(), DAY_SECONDS);
    }
}
