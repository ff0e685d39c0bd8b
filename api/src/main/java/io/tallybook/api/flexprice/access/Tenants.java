package io.tallybook.api.flexprice.access;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.request.Body;
import io.tallybook.api.request.Fields;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.ViewKind;
import io.tallybook.core.tenancy.BillingDetails;
import io.tallybook.core.tenancy.TenancyQuery;
import io.tallybook.core.tenancy.TenantCommand;
import io.tallybook.core.tenancy.TenantDocument;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.core.tenancy.TenantView;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The routes of the caller's own tenant; another one is not found. */
@RestController
public final class Tenants {
    private static final int SHORT = 255;

    private final Dispatch dispatch;

    public Tenants(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    @GetMapping("/v1/tenants/{id}")
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id) {
        if (!id.equals(call.scope().tenant().value())) {
            return Named.missing("tenant", id);
        }
        return own(call).map(view -> Answer.ok(TenantJson.of(view)));
    }

    /**
     * What the tenant owes for this installation: nothing, for whoever runs it does not bill its
     * tenants through it.
     */
    @GetMapping({"/v1/tenant/billing", "/v1/tenants/billing"})
    Mono<ResponseEntity<byte[]>> billing(Call call) {
        return own(call)
                .map(
                        view ->
                                Answer.ok(
                                        Json.object()
                                                .list(
                                                        "subscriptions",
                                                        List.<TenantView>of(),
                                                        _ -> Json.object().node())
                                                .set(
                                                        "usage",
                                                        Json.object()
                                                                .put(
                                                                        "customer_id",
                                                                        view.id().value())
                                                                .list(
                                                                        "features",
                                                                        List.<TenantView>of(),
                                                                        _ -> Json.object().node())
                                                                .nulls("period")
                                                                .set(
                                                                        "pagination",
                                                                        Json.object()
                                                                                .put("total", 0)
                                                                                .put("limit", 0)
                                                                                .put("offset", 0)
                                                                                .nulls(
                                                                                        "next_cursor")
                                                                                .node())
                                                                .node())
                                                .node()));
    }

    @PutMapping("/v1/tenants/update")
    Mono<ResponseEntity<byte[]>> update(Call call, Body body) {
        return own(call)
                .flatMap(
                        before -> {
                            TenantDocument tenant = changed(before.tenant(), body);
                            body.check();
                            var update =
                                    new TenantCommand.Update(
                                            before.id(),
                                            call.caller().tenantScope(),
                                            dispatch.machineNow(call),
                                            tenant);
                            return dispatch.send(call, ViewKind.TENANT, update);
                        })
                .then(Mono.defer(() -> own(call)))
                .map(view -> Answer.ok(TenantJson.of(view)));
    }

    private Mono<TenantView> own(Call call) {
        TenantId id = call.scope().tenant();
        return dispatch.find(new TenancyQuery.TenantById(id), TenantView.class)
                .switchIfEmpty(Named.missing("tenant", id));
    }

    private static TenantDocument changed(TenantDocument before, Body body) {
        String name = body.optional("name").text(SHORT);
        Map<String, String> metadata =
                body.has("metadata") ? body.optional("metadata").map(1_024) : before.metadata();
        Fields billing = body.optional("billing_details").object();
        return new TenantDocument(
                Objects.requireNonNullElse(name, before.name()),
                billing == null ? before.billing() : billing(billing),
                metadata);
    }

    private static BillingDetails billing(Fields in) {
        return new BillingDetails(
                in.optional("email").text(SHORT),
                in.optional("help_email").text(SHORT),
                in.optional("phone").text(SHORT),
                address(in.optional("address").object()));
    }

    private static BillingDetails.@Nullable Address address(@Nullable Fields in) {
        return in == null
                ? null
                : new BillingDetails.Address(
                        in.optional("address_line1").text(SHORT),
                        in.optional("address_line2").text(SHORT),
                        in.optional("address_city").text(100),
                        in.optional("address_state").text(100),
                        in.optional("address_postal_code").text(20),
                        in.optional("address_country").text(SHORT));
    }
}
