package io.tallybook.api.flexprice.plan;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.flexprice.list.Searchable;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.Stamp;
import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.plansync.PlanOffer;
import io.tallybook.core.plansync.PlanSyncCommand;
import io.tallybook.core.plansync.PlanSyncId;
import io.tallybook.core.plansync.PlanSyncQuery;
import io.tallybook.core.plansync.PlanSyncView;
import io.tallybook.core.plansync.PlannedChange;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.search.SearchSpec.Order;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * The routes by which a plan's prices are brought to the subscriptions that run on it: what it
 * would change, to begin it, how far it has come and what became of each subscription.
 */
@RestController
@RequestMapping("/v1/plans/{id}/sync/subscriptions")
public final class PlanSyncs {
    private static final int MOST = 1_000;
    private static final Choice<PlanSyncView.Status> STATUSES =
            Choice.of(PlanSyncView.Status.class, status -> status.name().toLowerCase(Locale.ROOT));
    private static final Searchable FIELDS = new Searchable();

    private final Dispatch dispatch;
    private final Directory directory;

    public PlanSyncs(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
    }

    @PostMapping
    Mono<ResponseEntity<byte[]>> begin(Call call, @PathVariable("id") String id) {
        return begun(call, Named.id("plan", id, PlanId::new))
                .map(
                        view ->
                                Answer.ok(
                                        Json.object()
                                                .put("message", "the synchronisation has begun")
                                                .put("workflow_id", view.id())
                                                .put("run_id", view.id())
                                                .node()));
    }

    /** The same, answered with the job. */
    @PostMapping("/v2")
    Mono<ResponseEntity<byte[]>> beginInFull(Call call, @PathVariable("id") String id) {
        return begun(call, Named.id("plan", id, PlanId::new))
                .map(view -> Answer.ok(PlanSyncJson.of(view, List.of())));
    }

    private Mono<PlanSyncView> begun(Call call, PlanId plan) {
        PlanSyncId id = PlanSyncId.of(call.ids().next());
        return Directory.inUse("plan", directory.plan(call, plan))
                .then(dispatch.now(call))
                .flatMap(
                        at -> {
                            var begin = new PlanSyncCommand.Begin(id, call.scope(), at, plan);
                            return dispatch.send(call, ViewKind.PLAN_SYNC, begin)
                                    .flatMap(receipt -> shown(call, begin, receipt.version()));
                        });
    }

    private Mono<PlanSyncView> shown(Call call, PlanSyncCommand.Begin begun, long version) {
        return dispatch.find(
                        new PlanSyncQuery.ById(call.scope(), begun.planSyncId()),
                        PlanSyncView.class)
                .defaultIfEmpty(
                        new PlanSyncView(
                                begun.planSyncId(),
                                begun.scope(),
                                begun.planId(),
                                PlanSyncView.Status.RUNNING,
                                PlanSyncView.Tally.NONE,
                                begun.at(),
                                null,
                                Stamp.first(begun.at(), call.caller().actor(), version)));
    }

    /** Those of the plan, the last first. */
    @GetMapping
    Mono<ResponseEntity<byte[]>> list(Call call, @PathVariable("id") String id, Params params) {
        PlanId plan = Named.id("plan", id, PlanId::new);
        PlanSyncView.Status status = params.optional("sync_status").choice(STATUSES);
        var criteria =
                new Criteria(params)
                        .is("plan_id", plan.value())
                        .is("status", status == null ? null : status.name());
        ListRequest request = ListRequest.of(params, FIELDS, criteria);
        return directory
                .plan(call, plan)
                .then(
                        dispatch.ask(
                                new PlanSyncQuery.Search(call.scope(), request.spec()),
                                PlanSyncQuery.Page.class))
                .map(
                        page ->
                                PageJson.of(
                                        request,
                                        page.items(),
                                        page.total(),
                                        view -> PlanSyncJson.of(view, null)))
                .map(Answer::ok);
    }

    /** How far one has come, with what became of some subscriptions. */
    @GetMapping("/{sync_id}")
    Mono<ResponseEntity<byte[]>> get(
            Call call,
            @PathVariable("id") String id,
            @PathVariable("sync_id") String syncId,
            Params params) {
        int limit = params.optional("limit").integer(1, MOST, MOST);
        int offset = params.optional("offset").integer(0, Integer.MAX_VALUE, 0);
        params.check();
        PlanId plan = Named.id("plan", id, PlanId::new);
        PlanSyncId sync = Named.id("plan synchronisation", syncId, PlanSyncId::new);
        return dispatch.find(new PlanSyncQuery.ById(call.scope(), sync), PlanSyncView.class)
                .filter(view -> view.planId().equals(plan))
                .switchIfEmpty(Named.missing("plan synchronisation", syncId))
                .zipWith(
                        dispatch.ask(
                                new PlanSyncQuery.ResultsOf(call.scope(), sync, offset, limit),
                                PlanSyncQuery.Results.class))
                .map(both -> Answer.ok(PlanSyncJson.of(both.getT1(), both.getT2().items())));
    }

    /** What would be changed now, without changing it; a page of subscriptions at a time. */
    @GetMapping("/preview")
    Mono<ResponseEntity<byte[]>> preview(Call call, @PathVariable("id") String id, Params params) {
        int limit = params.optional("limit").integer(1, MOST, MOST);
        String cursor = params.optional("cursor").text(64);
        params.check();
        PlanId plan = Named.id("plan", id, PlanId::new);
        SubscriptionId after =
                cursor == null ? null : Named.id("subscription", cursor, SubscriptionId::new);
        return Mono.zip(offer(call, plan), running(call, plan, after, limit))
                .map(
                        both -> {
                            List<SubscriptionView> running = both.getT2().items();
                            List<PlannedChange> changes =
                                    running.stream().map(both.getT1()::lackedBy).toList();
                            return Answer.ok(
                                    PlanSyncJson.preview(
                                            plan,
                                            changes,
                                            running.size() < limit
                                                    ? null
                                                    : running.getLast().id()));
                        });
    }

    private Mono<PlanOffer> offer(Call call, PlanId id) {
        return Mono.zip(
                        directory.plan(call, id),
                        directory.pricesOf(call, List.of(id)),
                        dispatch.now(call))
                .flatMap(
                        found ->
                                directory
                                        .meters(call, PlanOffer.metersOf(found.getT2()))
                                        .map(
                                                meters ->
                                                        new PlanOffer(
                                                                found.getT1(),
                                                                found.getT2(),
                                                                meters,
                                                                found.getT3())));
    }

    private Mono<SubscriptionQuery.Page> running(
            Call call, PlanId plan, @Nullable SubscriptionId after, int limit) {
        var spec =
                new SearchSpec(
                        List.of(
                                new Criterion("plan_id", Operator.EQ, List.of(plan.value())),
                                new Criterion("status", Operator.IN, SubscriptionView.RUNNING)),
                        List.of(),
                        List.of(new Order("id", Direction.ASC)),
                        limit,
                        0,
                        after == null ? null : after.value());
        return dispatch.ask(
                new SubscriptionQuery.Search(call.scope(), spec), SubscriptionQuery.Page.class);
    }
}
