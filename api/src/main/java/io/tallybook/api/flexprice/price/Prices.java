package io.tallybook.api.flexprice.price;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.flexprice.list.Searchable;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.Receipt;
import io.tallybook.core.Stamp;
import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.PriceBatchCommand;
import io.tallybook.core.catalogue.PriceBatchId;
import io.tallybook.core.catalogue.PriceCommand;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.catalogue.PriceQuery;
import io.tallybook.core.catalogue.PriceView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The routes of prices. */
@RestController
@RequestMapping("/v1/prices")
public final class Prices {

    private static final Searchable FIELDS =
            new Searchable()
                    .text("entity_id", "owner_id")
                    .text("plan_id", "plan_id")
                    .text("meter_id", "meter_id")
                    .text("lookup_key", "lookup_key")
                    .text("currency", "currency")
                    .text("billing_period", "billing_period")
                    .text("group_id", "group_id")
                    .text("parent_price_id", "parent_price_id")
                    .time("start_date", "starts_at")
                    .time("end_date", "ends_at")
                    .words("entity_type", "owner_type", same(PriceDocument.Owner.values()))
                    .words("type", "type", same(PriceDocument.Type.values()))
                    .words(
                            "billing_model",
                            "billing_model",
                            same(PriceDocument.BillingModel.values()))
                    .metadata();

    private static final Choice<PriceDocument.Owner> OWNERS = Choice.of(PriceDocument.Owner.class);

    private static final int MOST_AT_ONCE = 1_000;

    private final Dispatch dispatch;
    private final Directory directory;
    private final PriceReferences references;

    public Prices(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.references = new PriceReferences(directory);
    }

    private static Map<String, String> same(Enum<?>[] words) {
        return Stream.of(words).collect(Collectors.toMap(Enum::name, Enum::name));
    }

    @PostMapping
    Mono<ResponseEntity<byte[]>> create(Call call, Body body) {
        PriceRequest request = PriceRequest.of(body);
        body.check();
        PriceId id = PriceId.of(call.ids().next());
        return Mono.zip(references.of(call, List.of(request)), dispatch.now(call))
                .flatMap(
                        both -> {
                            var create =
                                    new PriceCommand.Create(
                                            id,
                                            call.scope(),
                                            both.getT2(),
                                            both.getT1().document(request));
                            return dispatch.send(call, ViewKind.PRICE, create)
                                    .flatMap(
                                            receipt ->
                                                    shown(
                                                            call,
                                                            made(
                                                                    call,
                                                                    id,
                                                                    create.price(),
                                                                    create.at(),
                                                                    receipt.version())));
                        })
                .flatMap(view -> json(call, view))
                .map(Answer::created);
    }

    /** Makes all or none; a refusal names the index of the first that is wrong. */
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
        PriceBatchId batch = PriceBatchId.of(call.ids().next());
        List<PriceId> ids = requests.stream().map(_ -> PriceId.of(call.ids().next())).toList();
        return Mono.zip(references.of(call, requests), dispatch.now(call))
                .flatMap(
                        both -> {
                            List<PriceBatchCommand.Item> items = new ArrayList<>();
                            for (int i = 0; i < ids.size(); i++) {
                                items.add(
                                        new PriceBatchCommand.Item(
                                                ids.get(i),
                                                both.getT1().document(requests.get(i))));
                            }
                            return make(
                                    call,
                                    new PriceBatchCommand.Create(
                                            batch, call.scope(), both.getT2(), items));
                        })
                .flatMap(views -> jsons(call, views))
                .map(
                        items ->
                                Answer.created(
                                        Json.object()
                                                .list("items", items, Function.identity())
                                                .node()));
    }

    private Mono<List<PriceView>> make(Call call, PriceBatchCommand.Create create) {
        List<PriceView> made =
                create.items().stream()
                        .map(item -> made(call, item.priceId(), item.price(), create.at(), 0))
                        .toList();
        // The views take events in their order: with the last one seen, all are.
        PriceId last = made.getLast().id();
        return dispatch.send(call, create)
                .then(dispatch.await(call, ViewKind.PRICE, new Receipt(last.value(), 0)))
                .then(directory.prices(call, made.stream().map(PriceView::id).toList()))
                .map(
                        found ->
                                made.stream()
                                        .map(view -> found.getOrDefault(view.id().value(), view))
                                        .toList());
    }

    private static PriceView made(
            Call call, PriceId id, PriceDocument price, Instant at, long version) {
        return new PriceView(
                id, call.scope(), price, Stamp.first(at, call.caller().actor(), version));
    }

    private Mono<PriceView> shown(Call call, PriceView otherwise) {
        return dispatch.find(new PriceQuery.ById(call.scope(), otherwise.id()), PriceView.class)
                .defaultIfEmpty(otherwise);
    }

    /**
     * Changes words in place. What changes the amount makes a new version, from {@code
     * effective_from} on, which is what is answered.
     */
    @PutMapping("/{id}")
    Mono<ResponseEntity<byte[]>> update(Call call, @PathVariable("id") String id, Body body) {
        PriceChange change = PriceChange.of(body);
        PriceId successor = PriceId.of(call.ids().next());
        return grouped(call, change)
                .then(Mono.zip(price(call, id), dispatch.now(call)))
                .flatMap(
                        both ->
                                change.changesWhatIsOwed()
                                        ? revise(
                                                call, both.getT1(), change, successor, both.getT2())
                                        : describe(call, both.getT1(), change, both.getT2()))
                .flatMap(view -> json(call, view))
                .map(Answer::ok);
    }

    private Mono<Void> grouped(Call call, PriceChange change) {
        return change.group() == null || change.group().id() == null
                ? Mono.empty()
                : references.groups(call, List.of(change.group().id())).then();
    }

    private Mono<PriceView> describe(Call call, PriceView before, PriceChange change, Instant now) {
        var describe =
                new PriceCommand.Describe(
                        before.id(), call.scope(), now, change.described(before.price()));
        return dispatch.send(call, ViewKind.PRICE, describe)
                .then(Mono.defer(() -> price(call, before.id().value())));
    }

    private Mono<PriceView> revise(
            Call call, PriceView before, PriceChange change, PriceId successor, Instant now) {
        Instant from = change.effectiveFrom() == null ? now : change.effectiveFrom();
        PriceDocument next = change.next(before.price());
        var revise = new PriceCommand.Revise(before.id(), call.scope(), now, successor, from, next);
        PriceDocument.Range range =
                next.range()
                        .from(from)
                        .after(
                                Objects.requireNonNullElse(
                                        before.price().range().parentPriceId(), before.id()));
        return dispatch.send(call, ViewKind.PRICE, revise)
                .then(dispatch.await(call, ViewKind.PRICE, new Receipt(successor.value(), 0)))
                .then(shown(call, made(call, successor, next.in(range), now, 0)));
    }

    /** Ends a price, now or at {@code end_date}; it stays on record. */
    @DeleteMapping("/{id}")
    Mono<ResponseEntity<byte[]>> delete(Call call, @PathVariable("id") String id, Body body) {
        Instant end = body.optional("end_date").instant();
        body.check();
        return Mono.zip(price(call, id), dispatch.now(call))
                .flatMap(
                        both -> {
                            Instant at = both.getT2();
                            return dispatch.send(
                                    call,
                                    ViewKind.PRICE,
                                    new PriceCommand.End(
                                            both.getT1().id(),
                                            call.scope(),
                                            at,
                                            end == null ? at : end));
                        })
                .thenReturn(Answer.ok(Json.object().put("message", "the price was ended").node()));
    }

    private Mono<PriceView> price(Call call, String id) {
        return dispatch.find(
                        new PriceQuery.ById(call.scope(), Named.id("price", id, PriceId::new)),
                        PriceView.class)
                .switchIfEmpty(Named.missing("price", id));
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id) {
        return price(call, id).flatMap(view -> json(call, view)).map(Answer::ok);
    }

    @GetMapping("/lookup/{lookup_key}")
    Mono<ResponseEntity<byte[]>> lookup(Call call, @PathVariable("lookup_key") String key) {
        return dispatch.find(new PriceQuery.ByLookupKey(call.scope(), key), PriceView.class)
                .switchIfEmpty(Named.missing("price", key))
                .flatMap(view -> json(call, view))
                .map(Answer::ok);
    }

    private Mono<ObjectNode> json(Call call, PriceView view) {
        return jsons(call, List.of(view)).map(List::getFirst);
    }

    /** Prices with their meters and price units in full. */
    private Mono<List<ObjectNode>> jsons(Call call, List<PriceView> views) {
        return references
                .shown(call, views, Set.of("meters", "price_unit", "group"))
                .map(
                        shown ->
                                views.stream()
                                        .map(view -> PriceJson.of(view, shown.of(view)))
                                        .toList());
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
        boolean expired = Boolean.TRUE.equals(in.optional("allow_expired_prices").truth());
        Instant startBefore = in.optional("start_date_lt").instant();
        return dispatch.now(call)
                .flatMap(
                        now -> {
                            var criteria =
                                    new Criteria(in)
                                            .any("price_ids", "id")
                                            .any("plan_ids", "plan_id")
                                            .any("entity_ids", "owner_id")
                                            .any("meter_ids", "meter_id")
                                            .any("billing_periods", "billing_period")
                                            .one("parent_price_id", "parent_price_id")
                                            .one("subscription_id", "owner_id")
                                            .one("lookup_key", "lookup_key")
                                            .is("owner_type", ofType(in))
                                            .before("starts_at", startBefore)
                                            .after("ends_at", expired ? null : now);
                            ListRequest request = ListRequest.of(in, FIELDS, criteria);
                            return dispatch.ask(
                                            new PriceQuery.Search(call.scope(), request.spec()),
                                            PriceQuery.Page.class)
                                    .flatMap(page -> expanded(call, request, page));
                        })
                .map(Answer::ok);
    }

    private static @Nullable String ofType(Fields in) {
        PriceDocument.Owner owner = in.optional("entity_type").choice(OWNERS);
        return owner == null ? null : owner.name();
    }

    private Mono<ObjectNode> expanded(Call call, ListRequest request, PriceQuery.Page page) {
        return references
                .shown(call, page.items(), request.expand())
                .map(
                        shown ->
                                PageJson.of(
                                        request,
                                        page.items(),
                                        page.total(),
                                        view -> PriceJson.of(view, shown.of(view))));
    }
}
