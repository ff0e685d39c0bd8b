package io.tallybook.api.flexprice.customer;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.flexprice.list.Searchable;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Fields;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.core.Stamp;
import io.tallybook.core.ViewKind;
import io.tallybook.core.customer.CustomerCommand;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerQuery;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.customer.PersonalData;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The routes of customers. */
@RestController
@RequestMapping("/v1/customers")
public final class Customers {

    private static final Searchable FIELDS =
            new Searchable()
                    .text("external_id", "external_id")
                    .text("name", "name")
                    .text("email", "email");

    private static final int SHORT = 255;
    private static final int LONG = 1_024;

    private final Dispatch dispatch;
    private final Directory directory;

    public Customers(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
    }

    @PostMapping
    Mono<ResponseEntity<byte[]>> create(Call call, Body body) {
        String externalId = body.required("external_id").text(SHORT);
        PersonalData personal =
                personal(
                        body,
                        new PersonalData(
                                externalId, null, null, null, null, null, null, null, null));
        String timezone = timezone(body, "UTC");
        Map<String, String> metadata = body.optional("metadata").map(LONG);
        body.refuseUnsupported("tax_rate_overrides");
        body.check();
        CustomerId id = CustomerId.of(call.ids().next());
        return dispatch.now(call)
                .flatMap(
                        at -> {
                            var create =
                                    new CustomerCommand.Create(
                                            id,
                                            call.scope(),
                                            at,
                                            externalId,
                                            personal,
                                            timezone,
                                            metadata);
                            return dispatch.send(call, ViewKind.CUSTOMER, create)
                                    .flatMap(receipt -> shown(call, create, receipt.version()));
                        })
                .map(view -> Answer.created(CustomerJson.of(view)));
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
                                Stamp.first(made.at(), call.caller().actor(), version)));
    }

    private static PersonalData personal(Fields in, PersonalData before) {
        return new PersonalData(
                Objects.requireNonNullElse(in.optional("name").text(SHORT), before.name()),
                either(in, "email", 320, before.email()),
                either(in, "contact", SHORT, before.contact()),
                either(in, "address_line1", LONG, before.addressLine1()),
                either(in, "address_line2", LONG, before.addressLine2()),
                either(in, "address_city", SHORT, before.addressCity()),
                either(in, "address_state", SHORT, before.addressState()),
                either(in, "address_postal_code", SHORT, before.addressPostalCode()),
                either(in, "address_country", SHORT, before.addressCountry()));
    }

    private static @Nullable String either(
            Fields in, String name, int max, @Nullable String before) {
        String given = in.optional(name).text(max);
        return given == null ? before : given;
    }

    private static String timezone(Fields in, String before) {
        ZoneId zone = in.optional("timezone").zone();
        return zone == null ? before : zone.getId();
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id) {
        return directory
                .customer(call, Named.id("customer", id, CustomerId::new))
                .map(view -> Answer.ok(CustomerJson.of(view)));
    }

    @GetMapping({"/external/{external_id}", "/lookup/{external_id}"})
    Mono<ResponseEntity<byte[]>> getByExternalId(
            Call call, @PathVariable("external_id") String externalId) {
        return directory
                .customerNamed(call, externalId)
                .map(view -> Answer.ok(CustomerJson.of(view)));
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
        PersonalData personal = personal(body, before.personal());
        String timezone = timezone(body, before.timezone());
        Map<String, String> metadata =
                body.has("metadata") ? body.optional("metadata").map(LONG) : before.metadata();
        String externalId = body.optional("external_id").text(SHORT);
        if (externalId != null && !externalId.equals(before.externalId())) {
            body.complain(
                    "external_id",
                    "the one it has, since usage is sent by it",
                    '"' + externalId + '"');
        }
        body.check();
        return dispatch.now(call)
                .flatMap(
                        at -> {
                            var update =
                                    new CustomerCommand.Update(
                                            before.id(),
                                            call.scope(),
                                            at,
                                            personal,
                                            timezone,
                                            metadata);
                            return dispatch.send(call, ViewKind.CUSTOMER, update)
                                    .map(
                                            receipt ->
                                                    after(
                                                            before,
                                                            update,
                                                            at,
                                                            call,
                                                            receipt.version()));
                        })
                .map(view -> Answer.ok(CustomerJson.of(view)));
    }

    private static CustomerView after(
            CustomerView before,
            CustomerCommand.Update update,
            Instant at,
            Call call,
            long version) {
        return new CustomerView(
                before.id(),
                before.scope(),
                before.externalId(),
                update.personal(),
                update.timezone(),
                update.metadata(),
                before.stamp().next(at, call.caller().actor(), version));
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
                        .one("email", "email");
        ListRequest request = ListRequest.of(in, FIELDS, criteria);
        return dispatch.ask(
                        new CustomerQuery.Search(call.scope(), request.spec()),
                        CustomerQuery.Page.class)
                .map(
                        page ->
                                Answer.ok(
                                        PageJson.of(
                                                request,
                                                page.items(),
                                                page.total(),
                                                CustomerJson::of)));
    }
}
