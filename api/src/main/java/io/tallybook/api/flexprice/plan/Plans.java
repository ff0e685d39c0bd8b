package io.tallybook.api.flexprice.plan;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.flexprice.list.Searchable;
import io.tallybook.api.flexprice.price.Charges;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Fields;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.core.Stamp;
import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.PlanCommand;
import io.tallybook.core.catalogue.PlanDocument;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PlanQuery;
import io.tallybook.core.catalogue.PlanView;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The routes of plans. */
@RestController
@RequestMapping({"/v1/plans", PricingPlans.PATH})
public final class Plans {

    private static final Searchable FIELDS =
            new Searchable()
                    .text("name", "name")
                    .text("lookup_key", "lookup_key")
                    .number("display_order", "display_order")
                    .metadata();

    /** What one plan is shown with unless it is asked for otherwise. */
    static final Set<String> USUAL = Set.of("prices", "entitlements", "credit_grants");

    private static final int SHORT = 255;
    private static final int LONG = 1_024;

    private final Dispatch dispatch;
    private final Directory directory;
    private final PlanParts parts;
    private final PricingPlans pricing;

    public Plans(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.parts = new PlanParts(dispatch, directory);
        this.pricing = new PricingPlans(directory, parts, new Charges(dispatch, directory));
    }

    @PostMapping
    Mono<ResponseEntity<byte[]>> create(Call call, Body body, ServerHttpRequest request) {
        PlanDocument plan = document(body);
        PlanId id = PlanId.of(call.ids().next());
        Charges.Wished charges = PricingPlans.charges(request, body, id);
        body.check();
        if (!charges.isEmpty()) {
            return pricing.create(call, id, plan, charges);
        }
        return dispatch.now(call)
                .flatMap(
                        at -> {
                            var create = new PlanCommand.Create(id, call.scope(), at, plan);
                            return dispatch.send(call, ViewKind.PLAN, create)
                                    .flatMap(receipt -> shown(call, create, receipt.version()));
                        })
                .flatMap(
                        view ->
                                PricingPlans.asked(request)
                                        ? pricing.shown(call, view, PlanJson.of(view, null))
                                        : Mono.just(PlanJson.of(view, null)))
                .map(Answer::created);
    }

    private static PlanDocument document(Body body) {
        return new PlanDocument(
                body.required("name").text(SHORT),
                body.optional("lookup_key").text(SHORT),
                body.optional("description").text(LONG),
                order(body),
                body.optional("metadata").map(LONG));
    }

    private Mono<PlanView> shown(Call call, PlanCommand.Create made, long version) {
        return dispatch.find(new PlanQuery.ById(call.scope(), made.planId()), PlanView.class)
                .defaultIfEmpty(
                        new PlanView(
                                made.planId(),
                                made.scope(),
                                made.plan(),
                                Stamp.first(made.at(), call.caller().actor(), version)));
    }

    /** One plan, with what is sold and given with it. */
    @GetMapping("/{id}")
    Mono<ResponseEntity<byte[]>> get(
            Call call, @PathVariable("id") String id, Params params, ServerHttpRequest request) {
        Set<String> asked = ListRequest.expand(params);
        params.check();
        return directory
                .plan(call, Named.id("plan", id, PlanId::new))
                .flatMap(
                        plan ->
                                shown(call, plan, asked.isEmpty() ? USUAL : asked)
                                        .flatMap(
                                                json ->
                                                        PricingPlans.asked(request)
                                                                ? pricing.shown(call, plan, json)
                                                                : Mono.just(json)))
                .map(Answer::ok);
    }

    private Mono<ObjectNode> shown(Call call, PlanView plan, Set<String> expand) {
        return parts.of(call, List.of(plan), expand)
                .map(shown -> PlanJson.with(plan, shown.apply(plan)));
    }

    @PutMapping("/{id}")
    Mono<ResponseEntity<byte[]>> update(Call call, @PathVariable("id") String id, Body body) {
        PlanId plan = Named.id("plan", id, PlanId::new);
        return directory
                .plan(call, plan)
                .map(before -> changed(body, before.plan()))
                .flatMap(
                        now ->
                                dispatch.now(call)
                                        .flatMap(
                                                at ->
                                                        dispatch.send(
                                                                call,
                                                                ViewKind.PLAN,
                                                                new PlanCommand.Update(
                                                                        plan,
                                                                        call.scope(),
                                                                        at,
                                                                        now))))
                .then(Mono.defer(() -> directory.plan(call, plan)))
                .map(view -> Answer.ok(PlanJson.with(view, PlanJson.Shown.alone())));
    }

    /** The answer to having made this plan, with what is sold and given with it. */
    public Mono<ResponseEntity<byte[]>> made(Call call, PlanId id) {
        return directory
                .plan(call, id)
                .flatMap(plan -> shown(call, plan, USUAL))
                .map(Answer::created);
    }

    /** The plan as it is to be: what is not sent stays. */
    public static PlanDocument changed(Body body, PlanDocument before) {
        Integer order = order(body);
        String key = body.optional("lookup_key").text(SHORT);
        String description = body.optional("description").text(LONG);
        var plan =
                new PlanDocument(
                        body.has("name") ? body.required("name").text(SHORT) : before.name(),
                        key == null ? before.lookupKey() : key,
                        description == null ? before.description() : description,
                        order == null ? before.displayOrder() : order,
                        body.has("metadata")
                                ? body.optional("metadata").map(LONG)
                                : before.metadata());
        body.check();
        return plan;
    }

    private static @Nullable Integer order(Body body) {
        Long order = body.optional("display_order").integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
        return order == null ? null : order.intValue();
    }

    @DeleteMapping("/{id}")
    Mono<ResponseEntity<byte[]>> delete(Call call, @PathVariable("id") String id) {
        PlanId plan = Named.id("plan", id, PlanId::new);
        return dispatch.now(call)
                .flatMap(
                        at ->
                                dispatch.send(
                                        call,
                                        ViewKind.PLAN,
                                        new PlanCommand.Delete(plan, call.scope(), at)))
                .thenReturn(Answer.message("plan deleted successfully"));
    }

    @GetMapping
    Mono<ResponseEntity<byte[]>> list(Call call, Params params) {
        return page(call, params);
    }

    @PostMapping("/search")
    Mono<ResponseEntity<byte[]>> search(Call call, Body body) {
        return page(call, body);
    }

    private Mono<ResponseEntity<byte[]>> page(Call call, Fields in) {
        var criteria =
                new Criteria(in)
                        .any("plan_ids", "id")
                        .one("lookup_key", "lookup_key")
                        .metadata("metadata");
        ListRequest request = ListRequest.of(in, FIELDS, criteria);
        return dispatch.ask(
                        new PlanQuery.Search(call.scope(), request.spec()), PlanQuery.Page.class)
                .flatMap(
                        page ->
                                parts.of(call, page.items(), request.expand())
                                        .map(
                                                shown ->
                                                        PageJson.of(
                                                                request,
                                                                page.items(),
                                                                page.total(),
                                                                plan ->
                                                                        PlanJson.with(
                                                                                plan,
                                                                                shown.apply(
                                                                                        plan)))))
                .map(Answer::ok);
    }
}
