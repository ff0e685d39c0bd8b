package io.tallybook.api.flexprice.price;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.flexprice.list.Searchable;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Fields;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.Stamp;
import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.PriceUnitCommand;
import io.tallybook.core.catalogue.PriceUnitDocument;
import io.tallybook.core.catalogue.PriceUnitId;
import io.tallybook.core.catalogue.PriceUnitQuery;
import io.tallybook.core.catalogue.PriceUnitView;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The routes of price units. */
@RestController
@RequestMapping("/v1/prices/units")
public final class PriceUnits {

    private static final Searchable FIELDS =
            new Searchable()
                    .text("name", "name")
                    .text("code", "code")
                    .text("base_currency", "base_currency");

    private static final int SHORT = 255;
    private static final int LONG = 1_024;

    private final Dispatch dispatch;

    public PriceUnits(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    @PostMapping
    Mono<ResponseEntity<byte[]>> create(Call call, Body body) {
        var unit =
                new PriceUnitDocument(
                        body.required("name").text(SHORT),
                        body.required("code").text(SHORT),
                        body.required("symbol").text(SHORT),
                        body.required("base_currency").currency(),
                        body.required("conversion_rate").decimal(),
                        body.optional("metadata").map(LONG));
        body.check();
        PriceUnitId id = PriceUnitId.of(call.ids().next());
        return dispatch.now(call)
                .flatMap(
                        at -> {
                            var create = new PriceUnitCommand.Create(id, call.scope(), at, unit);
                            return dispatch.send(call, ViewKind.PRICE_UNIT, create)
                                    .flatMap(receipt -> shown(call, create, receipt.version()));
                        })
                .map(view -> Answer.created(PriceUnitJson.of(view)));
    }

    private Mono<PriceUnitView> shown(Call call, PriceUnitCommand.Create made, long version) {
        return dispatch.find(
                        new PriceUnitQuery.ById(call.scope(), made.priceUnitId()),
                        PriceUnitView.class)
                .defaultIfEmpty(
                        new PriceUnitView(
                                made.priceUnitId(),
                                made.scope(),
                                made.unit(),
                                Stamp.first(made.at(), call.caller().actor(), version)));
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id) {
        return unit(call, id).map(view -> Answer.ok(PriceUnitJson.of(view)));
    }

    private Mono<PriceUnitView> unit(Call call, String id) {
        return dispatch.find(
                        new PriceUnitQuery.ById(
                                call.scope(), Named.id("price unit", id, PriceUnitId::new)),
                        PriceUnitView.class)
                .switchIfEmpty(Named.missing("price unit", id));
    }

    @GetMapping("/code/{code}")
    Mono<ResponseEntity<byte[]>> byCode(Call call, @PathVariable("code") String code) {
        return dispatch.find(new PriceUnitQuery.ByCode(call.scope(), code), PriceUnitView.class)
                .switchIfEmpty(Named.missing("price unit", code))
                .map(view -> Answer.ok(PriceUnitJson.of(view)));
    }

    /** Gives it another name or other metadata; what is left out stays. */
    @PutMapping("/{id}")
    Mono<ResponseEntity<byte[]>> update(Call call, @PathVariable("id") String id, Body body) {
        String name = body.optional("name").text(SHORT);
        var metadata = body.optional("metadata").map(LONG);
        boolean keepMetadata = !body.has("metadata");
        body.refuseUnsupported("code", "symbol", "base_currency", "conversion_rate");
        body.check();
        return Mono.zip(unit(call, id), dispatch.now(call))
                .flatMap(
                        both -> {
                            PriceUnitView before = both.getT1();
                            var update =
                                    new PriceUnitCommand.Update(
                                            before.id(),
                                            call.scope(),
                                            both.getT2(),
                                            name == null ? before.unit().name() : name,
                                            keepMetadata ? before.unit().metadata() : metadata);
                            return dispatch.send(call, ViewKind.PRICE_UNIT, update);
                        })
                .then(Mono.defer(() -> get(call, id)));
    }

    @DeleteMapping("/{id}")
    Mono<ResponseEntity<byte[]>> delete(Call call, @PathVariable("id") String id) {
        return Mono.zip(unit(call, id), dispatch.now(call))
                .flatMap(
                        both ->
                                dispatch.send(
                                        call,
                                        ViewKind.PRICE_UNIT,
                                        new PriceUnitCommand.Delete(
                                                both.getT1().id(), call.scope(), both.getT2())))
                .thenReturn(
                        Answer.ok(
                                Json.object().put("message", "the price unit was deleted").node()));
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
        var criteria = new Criteria(in).any("price_unit_ids", "id");
        ListRequest request = ListRequest.of(in, FIELDS, criteria);
        return dispatch.ask(
                        new PriceUnitQuery.Search(call.scope(), request.spec()),
                        PriceUnitQuery.Page.class)
                .map(
                        page ->
                                Answer.ok(
                                        PageJson.of(
                                                request,
                                                page.items(),
                                                page.total(),
                                                PriceUnitJson::of)));
    }
}
