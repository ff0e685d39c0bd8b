package io.tallybook.api.flexprice.tax;

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
import io.tallybook.core.Stamp;
import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import io.tallybook.core.tax.TaxAssociationChange;
import io.tallybook.core.tax.TaxAssociationCommand;
import io.tallybook.core.tax.TaxAssociationDocument;
import io.tallybook.core.tax.TaxAssociationDocument.Bearer;
import io.tallybook.core.tax.TaxAssociationId;
import io.tallybook.core.tax.TaxAssociationQuery;
import io.tallybook.core.tax.TaxAssociationView;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

/** The routes of who bears which tax. */
@RestController
@RequestMapping("/v1/taxes/associations")
public final class TaxAssociations {
    private static final String KIND = "tax association";
    private static final Choice<Bearer> BEARERS =
            Choice.of(Bearer.class, bearer -> bearer.name().toLowerCase(Locale.ROOT));
    private static final Choice<List<String>> BEARER_WORDS =
            Choice.of(
                    Map.of(
                            "tenant", List.of("TENANT"),
                            "customer", List.of("CUSTOMER"),
                            "plan", List.of("PLAN"),
                            "subscription", List.of("SUBSCRIPTION"),
                            "invoice", List.of("INVOICE")));
    private static final Searchable FIELDS =
            new Searchable().text("entity_id", "entity_id").text("tax_rate_id", "tax_rate_id");
    private static final int SHORT = 255;
    private static final int LONG = 1_024;
    private static final int PRIORITY_MAX = 1_000_000;

    private final Dispatch dispatch;
    private final Directory directory;
    private final RatesNamed rates;

    public TaxAssociations(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.rates = new RatesNamed(dispatch);
    }

    /** Who is meant: by type and id, or a customer by the seller's own id for it. */
    private record Meant(
            @Nullable Bearer bearer, @Nullable String id, @Nullable String externalCustomerId) {
        static Meant of(Fields in) {
            String external = in.optional("external_customer_id").text(SHORT);
            Bearer bearer = in.optional("entity_type").choice(BEARERS);
            String id = in.optional("entity_id").text(SHORT);
            if (bearer == Bearer.INVOICE) {
                in.complain(
                        "entity_type",
                        "tenant, customer, plan or subscription: taxes of an invoice are named when"
                                + " it is written, by tax_rates",
                        "invoice");
            }
            if (external == null && bearer == null) {
                in.complain("entity_type", "an entity_type or an external_customer_id", "neither");
            }
            if (external == null && id == null && bearer != null && bearer != Bearer.TENANT) {
                in.complain("entity_id", "the id of a " + bearer, "nothing");
            }
            return new Meant(bearer, id, external);
        }
    }

    private record Someone(Bearer bearer, String id) {}

    @PostMapping
    Mono<ResponseEntity<byte[]>> create(Call call, Body body) {
        Meant meant = Meant.of(body);
        String code = body.required("tax_rate_code").text(SHORT);
        int priority = body.optional("priority").integer(0, PRIORITY_MAX, 0);
        var application = TaxOverrides.application(body);
        Map<String, String> metadata = body.optional("metadata").map(LONG);
        var currency = body.optional("currency").currency();
        var start = body.optional("start_date").instant();
        var end = body.optional("end_date").instant();
        body.check();
        TaxAssociationId id = TaxAssociationId.of(call.ids().next());
        return Mono.zip(someone(call, meant), rates.coded(call, code), dispatch.now(call))
                .flatMap(
                        known -> {
                            var association =
                                    new TaxAssociationDocument(
                                            known.getT2().id(),
                                            known.getT1().bearer(),
                                            known.getT1().id(),
                                            priority,
                                            application,
                                            currency,
                                            start,
                                            end,
                                            metadata);
                            var create =
                                    new TaxAssociationCommand.Create(
                                            id, call.scope(), known.getT3(), association);
                            return dispatch.send(call, ViewKind.TAX_ASSOCIATION, create)
                                    .flatMap(receipt -> shown(call, create, receipt.version()))
                                    .map(view -> TaxAssociationJson.of(view, known.getT2()));
                        })
                .map(Answer::ok);
    }

    private Mono<Someone> someone(Call call, Meant meant) {
        if (meant.externalCustomerId() != null) {
            return directory
                    .customerNamed(call, meant.externalCustomerId())
                    .map(customer -> new Someone(Bearer.CUSTOMER, customer.id().value()));
        }
        Bearer bearer = meant.bearer() == null ? Bearer.TENANT : meant.bearer();
        String id = meant.id() == null ? call.scope().tenant().value() : meant.id();
        Mono<?> there =
                switch (bearer) {
                    case TENANT ->
                            id.equals(call.scope().tenant().value())
                                    ? Mono.just(id)
                                    : Named.missing("tenant", id);
                    case CUSTOMER ->
                            directory.customer(call, Named.id("customer", id, CustomerId::new));
                    case PLAN -> directory.plan(call, Named.id("plan", id, PlanId::new));
                    case SUBSCRIPTION ->
                            dispatch.find(
                                            new SubscriptionQuery.ById(
                                                    call.scope(),
                                                    Named.id(
                                                            "subscription",
                                                            id,
                                                            SubscriptionId::new)),
                                            SubscriptionView.class)
                                    .switchIfEmpty(Named.missing("subscription", id));
                    case INVOICE ->
                            dispatch.find(
                                            new InvoiceQuery.ById(
                                                    call.scope(),
                                                    Named.id("invoice", id, InvoiceId::new)),
                                            InvoiceView.class)
                                    .switchIfEmpty(Named.missing("invoice", id));
                };
        return there.map(_ -> new Someone(bearer, id));
    }

    private Mono<TaxAssociationView> shown(
            Call call, TaxAssociationCommand.Create made, long version) {
        return dispatch.find(
                        new TaxAssociationQuery.ById(call.scope(), made.associationId()),
                        TaxAssociationView.class)
                .defaultIfEmpty(
                        new TaxAssociationView(
                                made.associationId(),
                                made.scope(),
                                made.association(),
                                Stamp.first(made.at(), call.caller().actor(), version)));
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id) {
        return association(call, id).flatMap(view -> alone(call, view));
    }

    private Mono<ResponseEntity<byte[]>> alone(Call call, TaxAssociationView view) {
        var rate = view.association().taxRateId();
        return rates.all(call, List.of(rate))
                .map(found -> Answer.ok(TaxAssociationJson.of(view, found.get(rate))));
    }

    private Mono<TaxAssociationView> association(Call call, String id) {
        return dispatch.find(
                        new TaxAssociationQuery.ById(
                                call.scope(), Named.id(KIND, id, TaxAssociationId::new)),
                        TaxAssociationView.class)
                .switchIfEmpty(Named.missing(KIND, id));
    }

    /** Changes its order, or whether it applies by itself; what is left out stays. */
    @PutMapping("/{id}")
    Mono<ResponseEntity<byte[]>> update(Call call, @PathVariable("id") String id, Body body) {
        Long priority = body.optional("priority").integer(0, PRIORITY_MAX);
        var application = TaxOverrides.application(body);
        boolean keepApplication = !body.has("auto_apply");
        Map<String, String> metadata = body.optional("metadata").map(LONG);
        boolean keepMetadata = !body.has("metadata");
        body.refuseUnsupported("entity_type", "entity_id", "tax_rate_code", "currency");
        body.check();
        return Mono.zip(association(call, id), dispatch.now(call))
                .flatMap(
                        both -> {
                            TaxAssociationDocument was = both.getT1().association();
                            var change =
                                    new TaxAssociationChange(
                                            priority == null ? was.priority() : priority.intValue(),
                                            keepApplication ? was.application() : application,
                                            keepMetadata ? was.metadata() : metadata);
                            return dispatch.send(
                                    call,
                                    ViewKind.TAX_ASSOCIATION,
                                    new TaxAssociationCommand.Update(
                                            both.getT1().id(), call.scope(), both.getT2(), change));
                        })
                .then(Mono.defer(() -> get(call, id)));
    }

    @DeleteMapping("/{id}")
    Mono<ResponseEntity<byte[]>> delete(Call call, @PathVariable("id") String id) {
        return Mono.zip(association(call, id), dispatch.now(call))
                .flatMap(
                        both ->
                                dispatch.send(
                                        call,
                                        ViewKind.TAX_ASSOCIATION,
                                        new TaxAssociationCommand.Delete(
                                                both.getT1().id(), call.scope(), both.getT2())))
                .then(Mono.defer(() -> get(call, id)));
    }

    @GetMapping
    Mono<ResponseEntity<byte[]>> list(Call call, Params params) {
        String external = params.optional("external_customer_id").text(SHORT);
        Mono<String> customer =
                external == null
                        ? Mono.just("")
                        : directory.customerNamed(call, external).map(view -> view.id().value());
        String entity = params.optional("entity_id").text(SHORT);
        return Mono.zip(
                        customer,
                        directory.lineages(call, entity == null ? List.of() : List.of(entity)))
                .flatMap(found -> page(call, params, found.getT1(), found.getT2()))
                .map(Answer::ok);
    }

    private Mono<ObjectNode> page(Call call, Params params, String customer, List<String> bearers) {
        var criteria =
                new Criteria(params)
                        .anyWord("entity_type", "entity_type", BEARER_WORDS)
                        .isOneOf("entity_id", bearers)
                        .one("tax_rate_id", "tax_rate_id")
                        .is("entity_id", customer.isEmpty() ? null : customer);
        ListRequest request = ListRequest.of(params, FIELDS, criteria);
        return dispatch.ask(
                        new TaxAssociationQuery.Search(call.scope(), request.spec()),
                        TaxAssociationQuery.Page.class)
                .flatMap(
                        page ->
                                rates.all(
                                                call,
                                                page.items().stream()
                                                        .map(v -> v.association().taxRateId())
                                                        .toList())
                                        .map(
                                                found ->
                                                        PageJson.of(
                                                                request,
                                                                page.items(),
                                                                page.total(),
                                                                view ->
                                                                        TaxAssociationJson.of(
                                                                                view,
                                                                                found.get(
                                                                                        view.association()
                                                                                                .taxRateId())))));
    }
}
