package io.tallybook.api.flexprice.creditgrant;

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
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.core.Stamp;
import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.AddonId;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.creditgrant.CreditGrantCommand;
import io.tallybook.core.creditgrant.CreditGrantDocument;
import io.tallybook.core.creditgrant.CreditGrantEvent.Because;
import io.tallybook.core.creditgrant.CreditGrantId;
import io.tallybook.core.creditgrant.CreditGrantQuery;
import io.tallybook.core.creditgrant.CreditGrantView;
import io.tallybook.core.creditgrant.GrantTimes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The routes of credit grants. */
@RestController
public final class CreditGrants {
    private static final String KIND = "credit grant";
    private static final Choice<List<String>> SCOPES =
            Choice.of(
                    Map.of(
                            "PLAN", List.of("PLAN"),
                            "ADDON", List.of("ADDON"),
                            "SUBSCRIPTION", List.of("SUBSCRIPTION"),
                            "CUSTOMER", List.of("CUSTOMER")));
    private static final Searchable FIELDS = new Searchable();
    private static final int SHORT = 255;
    private static final int LONG = 1_024;
    private static final int PAGE = 1_000;

    private final Dispatch dispatch;
    private final Directory directory;
    private final Grantees grantees;

    public CreditGrants(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.grantees = new Grantees(dispatch, directory);
    }

    @PostMapping("/v1/creditgrants")
    Mono<ResponseEntity<byte[]>> create(Call call, Body body) {
        GrantRequest request = GrantRequest.of(body);
        body.check();
        return made(call, request);
    }

    /** Gives a customer a number of events to use up: a credit for each. */
    @PostMapping("/v1/credit-grants")
    Mono<ResponseEntity<byte[]>> createForCustomer(Call call, Body body) {
        GrantRequest request = GrantRequest.ofEvents(body);
        body.check();
        return made(call, request);
    }

    private Mono<ResponseEntity<byte[]>> made(Call call, GrantRequest request) {
        CreditGrantId id = CreditGrantId.of(call.ids().next());
        return dispatch.now(call)
                .flatMap(
                        at ->
                                grantees.document(call, request, at)
                                        .map(
                                                grant ->
                                                        new CreditGrantCommand.Create(
                                                                id, call.scope(), at, grant)))
                .flatMap(
                        create ->
                                dispatch.send(call, ViewKind.CREDIT_GRANT, create)
                                        .flatMap(receipt -> shown(call, create)))
                .map(view -> Answer.created(CreditGrantJson.of(view)));
    }

    // Its first giving may be through already, so the view is shown if it is there.
    private Mono<CreditGrantView> shown(Call call, CreditGrantCommand.Create made) {
        return dispatch.find(
                        new CreditGrantQuery.ById(call.scope(), made.grantId()),
                        CreditGrantView.class)
                .defaultIfEmpty(
                        new CreditGrantView(
                                made.grantId(),
                                made.scope(),
                                made.grant(),
                                CreditGrantView.Course.beginning(
                                        GrantTimes.giving(made.grant(), 0).orElse(null)),
                                Stamp.first(made.at(), call.caller().actor(), 0)));
    }

    @GetMapping("/v1/creditgrants/{id}")
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id) {
        return grant(call, id).map(view -> Answer.ok(CreditGrantJson.of(view)));
    }

    private Mono<CreditGrantView> grant(Call call, String id) {
        return dispatch.find(
                        new CreditGrantQuery.ById(
                                call.scope(), Named.id(KIND, id, CreditGrantId::new)),
                        CreditGrantView.class)
                .switchIfEmpty(Named.missing(KIND, id));
    }

    @GetMapping("/v1/creditgrants")
    Mono<ResponseEntity<byte[]>> list(Call call, Params params) {
        var criteria =
                new Criteria(params)
                        .any("plan_ids", "holder_id")
                        .any("addon_ids", "holder_id")
                        .any("subscription_ids", "holder_id")
                        .one("customer_id", "customer_id")
                        .anyWord("scope", "level", SCOPES);
        ListRequest request = ListRequest.of(params, FIELDS, criteria);
        return dispatch.ask(
                        new CreditGrantQuery.Search(call.scope(), request.spec()),
                        CreditGrantQuery.Page.class)
                .map(
                        page ->
                                Answer.ok(
                                        PageJson.of(
                                                request,
                                                page.items(),
                                                page.total(),
                                                CreditGrantJson::of)));
    }

    /** Changes its name, its metadata or its end; what is left out stays. */
    @PutMapping("/v1/creditgrants/{id}")
    Mono<ResponseEntity<byte[]>> update(Call call, @PathVariable("id") String id, Body body) {
        String name = body.optional("name").text(SHORT);
        Instant end = body.optional("end_date").instant();
        Map<String, String> metadata = body.optional("metadata").map(LONG);
        boolean keepMetadata = !body.has("metadata");
        body.refuseUnsupported("credits", "cadence", "period", "scope", "expiration_type");
        body.check();
        return Mono.zip(grant(call, id), dispatch.now(call))
                .flatMap(
                        both -> {
                            CreditGrantDocument was = both.getT1().grant();
                            return changed(
                                    call,
                                    both.getT1(),
                                    was.described(
                                            name == null ? was.name() : name,
                                            keepMetadata ? was.metadata() : metadata,
                                            end == null ? was.endDate() : end),
                                    both.getT2());
                        })
                .then(Mono.defer(() -> get(call, id)));
    }

    private Mono<?> changed(
            Call call, CreditGrantView view, CreditGrantDocument wanted, Instant at) {
        return dispatch.send(
                call,
                ViewKind.CREDIT_GRANT,
                new CreditGrantCommand.Update(view.id(), call.scope(), at, wanted));
    }

    /** Ends it now, or at a moment to come; what it gave stays. */
    @DeleteMapping("/v1/creditgrants/{id}")
    Mono<ResponseEntity<byte[]>> delete(Call call, @PathVariable("id") String id, Body body) {
        Instant effective = body.optional("effective_date").instant();
        body.check();
        return Mono.zip(grant(call, id), dispatch.now(call))
                .flatMap(
                        both ->
                                effective != null && effective.isAfter(both.getT2())
                                        ? changed(
                                                call,
                                                both.getT1(),
                                                both.getT1()
                                                        .grant()
                                                        .described(
                                                                both.getT1().grant().name(),
                                                                both.getT1().grant().metadata(),
                                                                effective),
                                                both.getT2())
                                        : dispatch.send(
                                                call,
                                                ViewKind.CREDIT_GRANT,
                                                new CreditGrantCommand.End(
                                                        both.getT1().id(),
                                                        call.scope(),
                                                        both.getT2(),
                                                        Because.DELETED)))
                .thenReturn(Answer.message("credit grant deleted"));
    }

    @GetMapping("/v1/plans/{id}/creditgrants")
    Mono<ResponseEntity<byte[]>> ofPlan(Call call, @PathVariable("id") String id) {
        return directory
                .plan(call, Named.id("plan", id, PlanId::new))
                .flatMap(plan -> page(call, plan.id().value()));
    }

    @GetMapping("/v1/addons/{id}/creditgrants")
    Mono<ResponseEntity<byte[]>> ofAddon(Call call, @PathVariable("id") String id) {
        return directory
                .addon(call, Named.id("addon", id, AddonId::new))
                .flatMap(addon -> page(call, addon.id().value()));
    }

    private Mono<ResponseEntity<byte[]>> page(Call call, String holder) {
        return dispatch.ask(
                        new CreditGrantQuery.OfHolders(call.scope(), List.of(holder)),
                        CreditGrantQuery.Page.class)
                .map(
                        page ->
                                Answer.ok(
                                        PageJson.of(
                                                page.items(),
                                                page.total(),
                                                PAGE,
                                                0,
                                                CreditGrantJson::of)));
    }
}
