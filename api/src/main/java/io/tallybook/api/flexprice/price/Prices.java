package io.tallybook.api.flexprice.price;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.flexprice.list.Searchable;
import io.tallybook.api.flexprice.plan.PlanJson;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemException;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.Stamp;
import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PlanView;
import io.tallybook.core.catalogue.PriceCommand;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.catalogue.PriceQuery;
import io.tallybook.core.catalogue.PriceView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The routes of prices. */
@RestController
@RequestMapping("/v1/prices")
public final class Prices {

    private static final Searchable FIELDS =
            new Searchable()
                    .text("entity_id", "plan_id")
                    .text("plan_id", "plan_id")
                    .text("meter_id", "meter_id")
                    .text("lookup_key", "lookup_key")
                    .text("currency", "currency")
                    .words("type", "type", same(PriceDocument.Type.values()))
                    .words(
                            "billing_model",
                            "billing_model",
                            same(PriceDocument.BillingModel.values()));

    private static final Choice<Boolean> ENTITIES =
            Choice.of(
                    Map.of(
                            "PLAN",
                            true,
                            "SUBSCRIPTION",
                            false,
                            "ADDON",
                            false,
                            "PRICE",
                            false,
                            "COSTSHEET",
                            false));

    private static final int MOST_AT_ONCE = 500;

    private final Dispatch dispatch;
    private final Directory directory;

    public Prices(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
    }

    private static Map<String, String> same(Enum<?>[] words) {
        return Stream.of(words).collect(Collectors.toMap(Enum::name, Enum::name));
    }

    /** Things that prices name, found. */
    private record Referenced(Map<String, PlanView> plans, Map<String, MeterView> meters) {}

    @PostMapping
    Mono<ResponseEntity<byte[]>> create(Call call, Body body) {
        PriceRequest request = PriceRequest.of(body);
        body.check();
        PriceId id = PriceId.of(call.ids().next());
        return named(call, List.of(request))
                .flatMap(named -> create(call, id, request, named))
                .map(Answer::created);
    }

    /**
     * Makes many. All are checked, and all they name is looked up, before the first is made; if a
     * later one is refused even so, the answer names it and those that were made.
     */
    @PostMapping("/bulk")
    Mono<ResponseEntity<byte[]>> createMany(Call call, Body body) {
        List<PriceRequest> requests = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (Fields item : body.required("items").objects(1, MOST_AT_ONCE)) {
            requests.add(PriceRequest.of(item));
            String key = item.optional("lookup_key").text(255);
            if (key != null && !keys.add(key)) {
                item.complain("lookup_key", "a key that no other item has", '"' + key + '"');
            }
        }
        body.check();
        List<PriceId> ids = requests.stream().map(_ -> PriceId.of(call.ids().next())).toList();
        return named(call, requests)
                .flatMap(named -> createAll(call, ids, requests, named))
                .map(
                        items ->
                                Answer.created(
                                        Json.object()
                                                .list("items", items, Function.identity())
                                                .node()));
    }

    private Mono<List<ObjectNode>> createAll(
            Call call, List<PriceId> ids, List<PriceRequest> requests, Referenced named) {
        return Flux.range(0, ids.size())
                .concatMap(
                        i ->
                                create(call, ids.get(i), requests.get(i), named)
                                        .onErrorMap(
                                                ProblemException.class,
                                                e -> within(e.problem(), i, ids.subList(0, i))))
                .collectList();
    }

    private static Throwable within(Problem problem, int item, List<PriceId> made) {
        Map<String, Object> details = new LinkedHashMap<>(problem.details());
        details.put("item", item);
        details.put("created", made.stream().map(PriceId::value).toList());
        String message = "items[%d]: %s".formatted(item, problem.message());
        return new Problem(problem.code(), problem.status(), message, details, problem.retryAfter())
                .asException();
    }

    private Mono<Referenced> named(Call call, List<PriceRequest> requests) {
        List<PlanId> plans =
                requests.stream()
                        .map(r -> Named.id("plan", r.planId(), PlanId::new))
                        .distinct()
                        .toList();
        List<MeterId> meters =
                requests.stream()
                        .map(PriceRequest::meterId)
                        .filter(Objects::nonNull)
                        .map(id -> Named.id("meter", id, MeterId::new))
                        .distinct()
                        .toList();
        return Mono.zip(
                all("plan", plans, directory.plans(call, plans)),
                all("meter", meters, directory.meters(call, meters)),
                Referenced::new);
    }

    private static <V> Mono<Map<String, V>> all(
            String kind, List<? extends Object> ids, Mono<Map<String, V>> search) {
        return search.flatMap(
                found ->
                        ids.stream()
                                .filter(id -> !found.containsKey(id.toString()))
                                .findFirst()
                                .map(id -> Named.<Map<String, V>>missing(kind, id))
                                .orElse(Mono.just(found)));
    }

    private Mono<ObjectNode> create(Call call, PriceId id, PriceRequest request, Referenced named) {
        MeterView meter = request.meterId() == null ? null : named.meters().get(request.meterId());
        PriceDocument price =
                request.document(new PlanId(request.planId()), meter == null ? null : meter.id());
        return dispatch.now(call)
                .flatMap(
                        at -> {
                            var create = new PriceCommand.Create(id, call.scope(), at, price);
                            return dispatch.send(call, ViewKind.PRICE, create)
                                    .flatMap(receipt -> shown(call, create, receipt.version()));
                        })
                .map(view -> PriceJson.of(view, meter, null));
    }

    private Mono<PriceView> shown(Call call, PriceCommand.Create made, long version) {
        return dispatch.find(new PriceQuery.ById(call.scope(), made.priceId()), PriceView.class)
                .defaultIfEmpty(
                        new PriceView(
                                made.priceId(),
                                made.scope(),
                                made.price(),
                                Stamp.first(made.at(), call.caller().actor(), version)));
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id) {
        PriceId priceId = Named.id("price", id, PriceId::new);
        return dispatch.find(new PriceQuery.ById(call.scope(), priceId), PriceView.class)
                .switchIfEmpty(Named.missing("price", id))
                .flatMap(view -> alone(call, view));
    }

    @GetMapping("/lookup/{lookup_key}")
    Mono<ResponseEntity<byte[]>> lookup(Call call, @PathVariable("lookup_key") String key) {
        return dispatch.find(new PriceQuery.ByLookupKey(call.scope(), key), PriceView.class)
                .switchIfEmpty(Named.missing("price", key))
                .flatMap(view -> alone(call, view));
    }

    private Mono<ResponseEntity<byte[]>> alone(Call call, PriceView view) {
        return metersOf(call, List.of(view))
                .map(meters -> Answer.ok(PriceJson.of(view, meter(view, meters), null)));
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
        boolean ofPlans = in.optional("entity_type").choice(ENTITIES, true);
        var criteria =
                new Criteria(in)
                        .any("price_ids", "id")
                        .any("plan_ids", "plan_id")
                        .any("entity_ids", "plan_id")
                        .any("meter_ids", "meter_id")
                        .one("lookup_key", "lookup_key");
        boolean ofNone = in.has("subscription_id") || in.has("parent_price_id");
        ListRequest request = ListRequest.of(in, FIELDS, criteria);
        if (!ofPlans || ofNone) {
            return Mono.just(
                    Answer.ok(
                            PageJson.of(
                                    request,
                                    List.<PriceView>of(),
                                    0,
                                    p -> PriceJson.of(p, null, null))));
        }
        return dispatch.ask(
                        new PriceQuery.Search(call.scope(), request.spec()), PriceQuery.Page.class)
                .flatMap(page -> expanded(call, request, page))
                .map(Answer::ok);
    }

    private Mono<ObjectNode> expanded(Call call, ListRequest request, PriceQuery.Page page) {
        Mono<Map<String, MeterView>> meters =
                request.expands("meters")
                        ? metersOf(call, page.items())
                        : Mono.just(Collections.<String, MeterView>emptyMap());
        Mono<Map<String, PlanView>> plans =
                request.expands("plan")
                        ? directory.plans(
                                call, page.items().stream().map(p -> p.price().planId()).toList())
                        : Mono.just(Collections.<String, PlanView>emptyMap());
        return Mono.zip(
                meters,
                plans,
                (m, p) ->
                        PageJson.of(
                                request,
                                page.items(),
                                page.total(),
                                view -> PriceJson.of(view, meter(view, m), plan(view, p))));
    }

    private Mono<Map<String, MeterView>> metersOf(Call call, List<PriceView> prices) {
        return directory.meters(
                call,
                prices.stream().map(p -> p.price().meterId()).filter(Objects::nonNull).toList());
    }

    private static @Nullable MeterView meter(PriceView view, Map<String, MeterView> meters) {
        MeterId id = view.price().meterId();
        return id == null ? null : meters.get(id.value());
    }

    private static @Nullable ObjectNode plan(PriceView view, Map<String, PlanView> plans) {
        PlanView plan = plans.get(view.price().planId().value());
        return plan == null ? null : PlanJson.of(plan, null);
    }
}
