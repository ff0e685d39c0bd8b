package io.tallybook.api.flexprice.plan;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.flexprice.list.Searchable;
import io.tallybook.api.flexprice.price.PriceJson;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Fields;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.Stamp;
import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.catalogue.PlanCommand;
import io.tallybook.core.catalogue.PlanDocument;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PlanQuery;
import io.tallybook.core.catalogue.PlanView;
import io.tallybook.core.catalogue.PriceView;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ArrayNode;

/** The routes of plans. */
@RestController
@RequestMapping("/v1/plans")
public final class Plans {

    private static final Searchable FIELDS =
            new Searchable().text("name", "name").text("lookup_key", "lookup_key");

    private static final int SHORT = 255;
    private static final int LONG = 1_024;

    private final Dispatch dispatch;
    private final Directory directory;

    public Plans(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
    }

    @PostMapping
    Mono<ResponseEntity<byte[]>> create(Call call, Body body) {
        Long order = body.optional("display_order").integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
        var plan =
                new PlanDocument(
                        body.required("name").text(SHORT),
                        body.optional("lookup_key").text(SHORT),
                        body.optional("description").text(LONG),
                        order == null ? null : order.intValue(),
                        body.optional("metadata").map(LONG));
        body.check();
        PlanId id = PlanId.of(call.ids().next());
        return dispatch.now(call)
                .flatMap(
                        at -> {
                            var create = new PlanCommand.Create(id, call.scope(), at, plan);
                            return dispatch.send(call, ViewKind.PLAN, create)
                                    .flatMap(receipt -> shown(call, create, receipt.version()));
                        })
                .map(view -> Answer.created(PlanJson.of(view, null)));
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

    /** One plan, always with its prices and their meters. */
    @GetMapping("/{id}")
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id) {
        return directory
                .plan(call, Named.id("plan", id, PlanId::new))
                .flatMap(
                        plan ->
                                prices(call, List.of(plan))
                                        .map(prices -> PlanJson.of(plan, prices.get(plan.id()))))
                .map(Answer::ok);
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
        var criteria = new Criteria(in).any("plan_ids", "id").one("lookup_key", "lookup_key");
        ListRequest request = ListRequest.of(in, FIELDS, criteria);
        return dispatch.ask(
                        new PlanQuery.Search(call.scope(), request.spec()), PlanQuery.Page.class)
                .flatMap(
                        page ->
                                (request.expands("prices")
                                                ? prices(call, page.items())
                                                : Mono.just(Map.<PlanId, ArrayNode>of()))
                                        .map(
                                                prices ->
                                                        PageJson.of(
                                                                request,
                                                                page.items(),
                                                                page.total(),
                                                                plan ->
                                                                        PlanJson.of(
                                                                                plan,
                                                                                prices.get(
                                                                                        plan
                                                                                                .id())))))
                .map(Answer::ok);
    }

    private Mono<Map<PlanId, ArrayNode>> prices(Call call, List<PlanView> plans) {
        return directory
                .pricesOf(call, plans.stream().map(PlanView::id).toList())
                .flatMap(
                        prices ->
                                directory
                                        .meters(
                                                call,
                                                prices.stream()
                                                        .map(p -> p.price().meterId())
                                                        .filter(Objects::nonNull)
                                                        .toList())
                                        .map(meters -> byPlan(plans, prices, meters)));
    }

    private static Map<PlanId, ArrayNode> byPlan(
            List<PlanView> plans, List<PriceView> prices, Map<String, MeterView> meters) {
        Map<String, List<PriceView>> grouped =
                prices.stream()
                        .collect(
                                Collectors.groupingBy(
                                        p -> Objects.requireNonNull(p.price().ownerId())));
        return plans.stream()
                .map(PlanView::id)
                .distinct()
                .collect(
                        Collectors.toMap(
                                Function.identity(),
                                id ->
                                        Json.list(
                                                grouped.getOrDefault(id.value(), List.of()),
                                                price -> {
                                                    MeterId meter = price.price().meterId();
                                                    return PriceJson.of(
                                                            price,
                                                            meter == null
                                                                    ? null
                                                                    : meters.get(meter.value()),
                                                            null);
                                                })));
    }
}
