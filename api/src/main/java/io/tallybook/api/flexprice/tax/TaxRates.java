package io.tallybook.api.flexprice.tax;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.flexprice.list.Searchable;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.Stamp;
import io.tallybook.core.ViewKind;
import io.tallybook.core.tax.TaxRateChange;
import io.tallybook.core.tax.TaxRateCommand;
import io.tallybook.core.tax.TaxRateDocument;
import io.tallybook.core.tax.TaxRateDocument.Reach;
import io.tallybook.core.tax.TaxRateId;
import io.tallybook.core.tax.TaxRateQuery;
import io.tallybook.core.tax.TaxRateView;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The routes of tax rates. */
@RestController
@RequestMapping("/v1/taxes/rates")
public final class TaxRates {
    private static final Choice<TaxRateDocument.Type> TYPES =
            Choice.of(TaxRateDocument.Type.class, type -> type.name().toLowerCase(Locale.ROOT));
    private static final Choice<Reach> SCOPES = Choice.of(Reach.class);
    private static final Choice<TaxRateDocument.Status> STATUSES =
            Choice.of(TaxRateDocument.Status.class);

    private static final Searchable FIELDS =
            new Searchable()
                    .text("name", "name")
                    .text("code", "code")
                    .text("scope", "scope")
                    .words(
                            "tax_rate_type",
                            "type",
                            Map.of("percentage", "PERCENTAGE", "fixed", "FIXED"))
                    .text("tax_rate_status", "status");

    private static final int SHORT = 255;
    private static final int LONG = 1_024;

    /** How the npm client names itself, which reads the list as an array without anything round. */
    private static final String NPM_CLIENT = "speakeasy-sdk/typescript";

    private final Dispatch dispatch;

    public TaxRates(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    @PostMapping
    Mono<ResponseEntity<byte[]>> create(Call call, Body body) {
        TaxRateDocument rate = rate(body);
        TaxRateId id = TaxRateId.of(call.ids().next());
        return dispatch.now(call)
                .flatMap(
                        at -> {
                            var create = new TaxRateCommand.Create(id, call.scope(), at, rate);
                            return dispatch.send(call, ViewKind.TAX_RATE, create)
                                    .flatMap(receipt -> shown(call, create, receipt.version()));
                        })
                .map(view -> Answer.created(TaxRateJson.of(view)));
    }

    private static TaxRateDocument rate(Body body) {
        boolean percentage = body.has("percentage_value");
        var rate =
                new TaxRateDocument(
                        body.required("name").text(SHORT),
                        body.required("code").text(SHORT),
                        body.optional("description").text(LONG),
                        body.optional("tax_rate_type")
                                .choice(
                                        TYPES,
                                        percentage || !body.has("fixed_value")
                                                ? TaxRateDocument.Type.PERCENTAGE
                                                : TaxRateDocument.Type.FIXED),
                        body.optional("percentage_value").decimal(),
                        body.optional("fixed_value").decimal(),
                        Boolean.TRUE.equals(body.optional("inclusive").truth())
                                ? TaxRateDocument.Placement.INCLUSIVE
                                : TaxRateDocument.Placement.EXCLUSIVE,
                        body.optional("scope").choice(SCOPES, Reach.INTERNAL),
                        TaxRateDocument.Status.ACTIVE,
                        body.optional("metadata").map(LONG));
        body.check();
        return rate;
    }

    private Mono<TaxRateView> shown(Call call, TaxRateCommand.Create made, long version) {
        return dispatch.find(
                        new TaxRateQuery.ById(call.scope(), made.taxRateId()), TaxRateView.class)
                .defaultIfEmpty(
                        new TaxRateView(
                                made.taxRateId(),
                                made.scope(),
                                made.rate(),
                                Stamp.first(made.at(), call.caller().actor(), version)));
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id) {
        return rate(call, id).map(view -> Answer.ok(TaxRateJson.of(view)));
    }

    private Mono<TaxRateView> rate(Call call, String id) {
        return dispatch.find(
                        new TaxRateQuery.ById(
                                call.scope(), Named.id("tax rate", id, TaxRateId::new)),
                        TaxRateView.class)
                .switchIfEmpty(Named.missing("tax rate", id));
    }

    /** Describes it anew, or takes it in or out of use; what is left out stays. */
    @PutMapping("/{id}")
    Mono<ResponseEntity<byte[]>> update(Call call, @PathVariable("id") String id, Body body) {
        String name = body.optional("name").text(SHORT);
        String code = body.optional("code").text(SHORT);
        String description = body.optional("description").text(LONG);
        TaxRateDocument.Status status = body.optional("tax_rate_status").choice(STATUSES);
        Map<String, String> metadata = body.optional("metadata").map(LONG);
        boolean keepMetadata = !body.has("metadata");
        body.refuseUnsupported(
                "tax_rate_type", "percentage_value", "fixed_value", "inclusive", "scope");
        body.check();
        return Mono.zip(rate(call, id), dispatch.now(call))
                .flatMap(
                        both -> {
                            TaxRateDocument before = both.getT1().rate();
                            var change =
                                    new TaxRateChange(
                                            given(name, before.name()),
                                            given(code, before.code()),
                                            description == null
                                                    ? before.description()
                                                    : description,
                                            status == null ? before.status() : status,
                                            keepMetadata ? before.metadata() : metadata);
                            return dispatch.send(
                                    call,
                                    ViewKind.TAX_RATE,
                                    new TaxRateCommand.Update(
                                            both.getT1().id(), call.scope(), both.getT2(), change));
                        })
                .then(Mono.defer(() -> get(call, id)));
    }

    private static String given(@Nullable String wished, String before) {
        return wished == null ? before : wished;
    }

    @DeleteMapping("/{id}")
    Mono<ResponseEntity<byte[]>> delete(Call call, @PathVariable("id") String id) {
        return Mono.zip(rate(call, id), dispatch.now(call))
                .flatMap(
                        both ->
                                dispatch.send(
                                        call,
                                        ViewKind.TAX_RATE,
                                        new TaxRateCommand.Delete(
                                                both.getT1().id(), call.scope(), both.getT2())))
                .thenReturn(Answer.nothing());
    }

    /** Those that fit: with paging around them, except for a client that cannot read that. */
    @GetMapping
    Mono<ResponseEntity<byte[]>> list(
            Call call,
            Params params,
            @RequestHeader(name = "User-Agent", defaultValue = "") String agent) {
        var criteria =
                new Criteria(params)
                        .any("taxrate_ids", "id")
                        .any("taxrate_codes", "code")
                        .one("scope", "scope");
        ListRequest request = ListRequest.of(params, FIELDS, criteria);
        return dispatch.ask(
                        new TaxRateQuery.Search(call.scope(), request.spec()),
                        TaxRateQuery.Page.class)
                .map(
                        page ->
                                Answer.ok(
                                        agent.startsWith(NPM_CLIENT)
                                                ? Json.list(page.items(), TaxRateJson::of)
                                                : PageJson.of(
                                                        request,
                                                        page.items(),
                                                        page.total(),
                                                        TaxRateJson::of)));
    }
}
