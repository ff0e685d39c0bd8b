package io.tallybook.api.flexprice.addon;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.creditgrant.GrantsOf;
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
import io.tallybook.core.catalogue.AddonCommand;
import io.tallybook.core.catalogue.AddonDocument;
import io.tallybook.core.catalogue.AddonId;
import io.tallybook.core.catalogue.AddonQuery;
import io.tallybook.core.catalogue.AddonView;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.catalogue.PriceView;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The routes of addons. */
@RestController
@RequestMapping("/v1/addons")
public final class Addons {

    private static final Searchable FIELDS =
            new Searchable().text("name", "name").text("lookup_key", "lookup_key");

    private static final int SHORT = 255;
    private static final int LONG = 1_024;

    private final Dispatch dispatch;
    private final Directory directory;

    public Addons(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
    }

    @PostMapping
    Mono<ResponseEntity<byte[]>> create(Call call, Body body) {
        var addon =
                new AddonDocument(
                        body.required("name").text(SHORT),
                        body.required("lookup_key").text(SHORT),
                        body.optional("description").text(LONG),
                        body.optional("metadata").looseMap(LONG));
        body.check();
        AddonId id = AddonId.of(call.ids().next());
        return dispatch.now(call)
                .flatMap(
                        at -> {
                            var create = new AddonCommand.Create(id, call.scope(), at, addon);
                            return dispatch.send(call, ViewKind.ADDON, create)
                                    .flatMap(receipt -> shown(call, create, receipt.version()));
                        })
                .map(view -> Answer.created(AddonJson.of(view, null)));
    }

    private Mono<AddonView> shown(Call call, AddonCommand.Create made, long version) {
        return dispatch.find(new AddonQuery.ById(call.scope(), made.addonId()), AddonView.class)
                .defaultIfEmpty(
                        new AddonView(
                                made.addonId(),
                                made.scope(),
                                made.addon(),
                                Stamp.first(made.at(), call.caller().actor(), version)));
    }

    /** One addon, always with its prices and their meters. */
    @GetMapping("/{id}")
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id) {
        return directory
                .addon(call, Named.id("addon", id, AddonId::new))
                .flatMap(addon -> alone(call, addon));
    }

    @GetMapping("/lookup/{lookup_key}")
    Mono<ResponseEntity<byte[]>> lookup(Call call, @PathVariable("lookup_key") String key) {
        return dispatch.find(new AddonQuery.ByLookupKey(call.scope(), key), AddonView.class)
                .switchIfEmpty(Named.missing("addon", key))
                .flatMap(addon -> alone(call, addon));
    }

    private Mono<ResponseEntity<byte[]>> alone(Call call, AddonView addon) {
        String id = addon.id().value();
        return Mono.zip(prices(call, List.of(addon)), new GrantsOf(dispatch).of(call, List.of(id)))
                .map(
                        parts -> {
                            ObjectNode shown = AddonJson.of(addon, parts.getT1().get(id));
                            shown.set("credit_grants", parts.getT2().get(id));
                            return Answer.ok(shown);
                        });
    }

    /** Describes it anew; what is left out stays. */
    @PutMapping("/{id}")
    Mono<ResponseEntity<byte[]>> update(Call call, @PathVariable("id") String id, Body body) {
        String name = body.optional("name").text(SHORT);
        String description = body.optional("description").text(LONG);
        var metadata = body.optional("metadata").looseMap(LONG);
        boolean keepMetadata = !body.has("metadata");
        body.refuseUnsupported("lookup_key");
        body.check();
        return Mono.zip(
                        directory.addon(call, Named.id("addon", id, AddonId::new)),
                        dispatch.now(call))
                .flatMap(
                        both -> {
                            AddonDocument before = both.getT1().addon();
                            var update =
                                    new AddonCommand.Update(
                                            both.getT1().id(),
                                            call.scope(),
                                            both.getT2(),
                                            name == null ? before.name() : name,
                                            description == null
                                                    ? before.description()
                                                    : description,
                                            keepMetadata ? before.metadata() : metadata);
                            return dispatch.send(call, ViewKind.ADDON, update);
                        })
                .then(Mono.defer(() -> get(call, id)));
    }

    @DeleteMapping("/{id}")
    Mono<ResponseEntity<byte[]>> delete(Call call, @PathVariable("id") String id) {
        return Mono.zip(
                        directory.addon(call, Named.id("addon", id, AddonId::new)),
                        dispatch.now(call))
                .flatMap(
                        both ->
                                dispatch.send(
                                        call,
                                        ViewKind.ADDON,
                                        new AddonCommand.Delete(
                                                both.getT1().id(), call.scope(), both.getT2())))
                .thenReturn(
                        Answer.ok(Json.object().put("message", "the addon was deleted").node()));
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
        var criteria = new Criteria(in).any("addon_ids", "id").any("lookup_keys", "lookup_key");
        ListRequest request = ListRequest.of(in, FIELDS, criteria);
        return dispatch.ask(
                        new AddonQuery.Search(call.scope(), request.spec()), AddonQuery.Page.class)
                .flatMap(
                        page ->
                                (request.expands("prices")
                                                ? prices(call, page.items())
                                                : Mono.just(Map.<String, ArrayNode>of()))
                                        .map(
                                                prices ->
                                                        PageJson.of(
                                                                request,
                                                                page.items(),
                                                                page.total(),
                                                                addon -> shown(addon, prices))))
                .map(Answer::ok);
    }

    private static ObjectNode shown(AddonView addon, Map<String, ArrayNode> prices) {
        return AddonJson.of(addon, prices.get(addon.id().value()));
    }

    private Mono<Map<String, ArrayNode>> prices(Call call, List<AddonView> addons) {
        List<String> ids = addons.stream().map(addon -> addon.id().value()).toList();
        return directory
                .pricesOwnedBy(call, ids)
                .flatMap(
                        prices ->
                                directory
                                        .meters(
                                                call,
                                                prices.stream()
                                                        .map(p -> p.price().meterId())
                                                        .filter(Objects::nonNull)
                                                        .toList())
                                        .map(
                                                meters -> {
                                                    Map<String, List<PriceView>> grouped =
                                                            prices.stream()
                                                                    .collect(
                                                                            Collectors.groupingBy(
                                                                                    Addons::owner));
                                                    return ids.stream()
                                                            .distinct()
                                                            .collect(
                                                                    Collectors.toMap(
                                                                            id -> id,
                                                                            id ->
                                                                                    json(
                                                                                            grouped
                                                                                                    .getOrDefault(
                                                                                                            id,
                                                                                                            List
                                                                                                                    .of()),
                                                                                            meters)));
                                                }));
    }

    private static String owner(PriceView price) {
        return Objects.requireNonNull(price.price().ownerId());
    }

    private static ArrayNode json(List<PriceView> prices, Map<String, MeterView> meters) {
        return Json.list(
                prices,
                price -> {
                    MeterId meter = price.price().meterId();
                    return PriceJson.of(
                            price, meter == null ? null : meters.get(meter.value()), null);
                });
    }
}
