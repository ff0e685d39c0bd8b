package io.tallybook.api.flexprice.customer;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.flexprice.list.Searchable;
import io.tallybook.api.flexprice.tax.TaxOverrides;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Fields;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.core.Stamp;
import io.tallybook.core.ViewKind;
import io.tallybook.core.customer.CustomerCommand;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerQuery;
import io.tallybook.core.customer.CustomerTerms;
import io.tallybook.core.customer.CustomerTerms.TaxRateOverride;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.customer.CustomerView.PersonalDataState;
import io.tallybook.core.customer.PersonalData;
import io.tallybook.core.tax.TaxAssociationDocument.Application;
import io.tallybook.core.tax.TaxAssociationDocument.Bearer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The routes of customers. */
@RestController
@RequestMapping("/v1/customers")
public final class Customers {

    private static final Searchable FIELDS =
            new Searchable()
                    .text("external_id", "external_id")
                    .text("name", "name")
                    .text("email", "email")
                    .text("parent_customer_id", "parent_customer_id")
                    .metadata();

    private static final int SHORT = 255;
    private static final String PARENT = "parent_customer";

    private final Dispatch dispatch;
    private final Directory directory;
    private final TaxOverrides taxOverrides;

    public Customers(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.taxOverrides = new TaxOverrides(dispatch);
    }

    @PostMapping
    Mono<ResponseEntity<byte[]>> create(Call call, Body body) {
        String externalId = body.required("external_id").text(SHORT);
        CustomerRequest request =
                CustomerRequest.of(
                        body,
                        new PersonalData(
                                externalId, null, null, null, null, null, null, null, null),
                        "UTC",
                        Map.of(),
                        CustomerTerms.NONE);
        List<TaxOverrides.Wish> taxes = TaxOverrides.of(body);
        body.check();
        CustomerId id = CustomerId.of(call.ids().next());
        return Mono.zip(dispatch.now(call), parented(call, request), taxOverrides.find(call, taxes))
                .flatMap(
                        known -> {
                            CustomerRequest wanted = known.getT2();
                            var create =
                                    new CustomerCommand.Create(
                                            id,
                                            call.scope(),
                                            known.getT1(),
                                            externalId,
                                            wanted.personal(),
                                            wanted.timezone(),
                                            wanted.metadata(),
                                            wanted.terms().with(overrides(taxes)));
                            return taxOverrides
                                    .name(call, Bearer.CUSTOMER, id, known.getT3(), known.getT1())
                                    .then(dispatch.send(call, ViewKind.CUSTOMER, create))
                                    .flatMap(receipt -> shown(call, create, receipt.version()));
                        })
                .map(view -> Answer.created(CustomerJson.of(view)));
    }

    private static List<TaxRateOverride> overrides(List<TaxOverrides.Wish> wishes) {
        return wishes.stream()
                .map(
                        wish ->
                                new TaxRateOverride(
                                        wish.code(),
                                        wish.currency(),
                                        wish.priority(),
                                        wish.application() == Application.AUTOMATIC
                                                ? CustomerTerms.Apply.ALWAYS
                                                : CustomerTerms.Apply.WHEN_ASKED))
                .toList();
    }

    /** The request, with the parent by its id where it was named by its external id. */
    private Mono<CustomerRequest> parented(Call call, CustomerRequest request) {
        String externalId = request.parentExternalId();
        return externalId == null
                ? Mono.just(request)
                : directory
                        .customerNamed(call, externalId)
                        .map(parent -> request.under(parent.id()));
    }

    /** The view, or what it will show if it is behind. */
    private Mono<CustomerView> shown(Call call, CustomerCommand.Create made, long version) {
        return dispatch.find(
                        new CustomerQuery.ById(call.scope(), made.customerId()), CustomerView.class)
                .defaultIfEmpty(
                        new CustomerView(
                                made.customerId(),
                                made.scope(),
                                made.externalId(),
                                made.personal(),
                                made.timezone(),
                                made.metadata(),
                                made.terms(),
                                PersonalDataState.HELD,
                                Stamp.first(made.at(), call.caller().actor(), version)));
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id, Params params) {
        Set<String> expand = ListRequest.expand(params);
        params.check();
        return directory
                .customer(call, Named.id("customer", id, CustomerId::new))
                .flatMap(view -> json(call, view, expand));
    }

    @GetMapping({"/external/{external_id}", "/lookup/{external_id}"})
    Mono<ResponseEntity<byte[]>> getByExternalId(
            Call call, @PathVariable("external_id") String externalId, Params params) {
        Set<String> expand = ListRequest.expand(params);
        params.check();
        return directory.customerNamed(call, externalId).flatMap(view -> json(call, view, expand));
    }

    private Mono<ResponseEntity<byte[]>> json(Call call, CustomerView view, Set<String> expand) {
        return parents(call, List.of(view), expand.contains(PARENT))
                .map(parents -> Answer.ok(json(view, parents)));
    }

    private Mono<Map<String, CustomerView>> parents(
            Call call, List<CustomerView> customers, boolean asked) {
        List<CustomerId> ids =
                customers.stream().map(c -> c.terms().parent()).filter(Objects::nonNull).toList();
        return asked && !ids.isEmpty()
                ? directory.customers(call, ids)
                : Mono.just(Map.<String, CustomerView>of());
    }

    private static ObjectNode json(CustomerView view, Map<String, CustomerView> parents) {
        CustomerId parent = view.terms().parent();
        return CustomerJson.of(view, parent == null ? null : parents.get(parent.value()));
    }

    @PutMapping("/{id}")
    Mono<ResponseEntity<byte[]>> update(Call call, @PathVariable("id") String id, Body body) {
        return directory
                .customer(call, Named.id("customer", id, CustomerId::new))
                .flatMap(before -> updated(call, before, body));
    }

    /** Names the customer by {@code ?id=} or {@code ?external_customer_id=}. */
    @PutMapping
    Mono<ResponseEntity<byte[]>> updateNamed(Call call, Params params, Body body) {
        String id = params.optional("id").text(SHORT);
        if (id != null) {
            return update(call, id, body);
        }
        String externalId = params.required("external_customer_id").text(SHORT);
        params.check();
        return directory
                .customerNamed(call, externalId)
                .flatMap(before -> updated(call, before, body));
    }

    private Mono<ResponseEntity<byte[]>> updated(Call call, CustomerView before, Body body) {
        CustomerRequest request =
                CustomerRequest.of(
                        body,
                        before.personal(),
                        before.timezone(),
                        before.metadata(),
                        before.terms());
        body.refuseUnsupported("tax_rate_overrides");
        String externalId = body.optional("external_id").text(SHORT);
        if (externalId != null && !externalId.equals(before.externalId())) {
            body.complain(
                    "external_id",
                    "the one it has, since usage is sent by it",
                    '"' + externalId + '"');
        }
        body.check();
        return Mono.zip(dispatch.now(call), parented(call, request))
                .flatMap(
                        known -> {
                            CustomerRequest wanted = known.getT2();
                            var update =
                                    new CustomerCommand.Update(
                                            before.id(),
                                            call.scope(),
                                            known.getT1(),
                                            wanted.personal(),
                                            wanted.timezone(),
                                            wanted.metadata(),
                                            wanted.terms());
                            return dispatch.send(call, ViewKind.CUSTOMER, update)
                                    .map(receipt -> after(before, update, call, receipt.version()));
                        })
                .map(view -> Answer.ok(CustomerJson.of(view)));
    }

    private static CustomerView after(
            CustomerView before, CustomerCommand.Update update, Call call, long version) {
        return new CustomerView(
                before.id(),
                before.scope(),
                before.externalId(),
                update.personal(),
                update.timezone(),
                update.metadata(),
                update.terms(),
                before.personalState(),
                before.stamp().next(update.at(), call.caller().actor(), version));
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
                        .any("customer_ids", "id")
                        .any("external_ids", "external_id")
                        .one("external_id", "external_id")
                        .any("parent_customer_ids", "parent_customer_id")
                        .one("email", "email")
                        .metadata("metadata");
        ListRequest request = ListRequest.of(in, FIELDS, criteria);
        return dispatch.ask(
                        new CustomerQuery.Search(call.scope(), request.spec()),
                        CustomerQuery.Page.class)
                .flatMap(
                        page ->
                                parents(call, page.items(), request.expands(PARENT))
                                        .map(
                                                parents ->
                                                        Answer.ok(
                                                                PageJson.of(
                                                                        request,
                                                                        page.items(),
                                                                        page.total(),
                                                                        view ->
                                                                                json(
                                                                                        view,
                                                                                        parents)))));
    }
}
