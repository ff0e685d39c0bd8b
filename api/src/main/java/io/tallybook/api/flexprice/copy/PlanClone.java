package io.tallybook.api.flexprice.copy;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.plan.Plans;
import io.tallybook.api.request.Body;
import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.PlanCommand;
import io.tallybook.core.catalogue.PlanDocument;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PlanView;
import io.tallybook.core.catalogue.PriceCommand;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.catalogue.PriceView;
import io.tallybook.core.creditgrant.CreditGrantCommand;
import io.tallybook.core.creditgrant.CreditGrantDocument;
import io.tallybook.core.creditgrant.CreditGrantId;
import io.tallybook.core.creditgrant.CreditGrantView;
import io.tallybook.core.entitlement.EntitlementCommand;
import io.tallybook.core.entitlement.EntitlementDocument;
import io.tallybook.core.entitlement.EntitlementId;
import io.tallybook.core.entitlement.EntitlementView;
import java.time.Instant;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The route that makes a plan of a plan, with its prices, entitlements and credit grants. */
@RestController
public final class PlanClone {

    private final Dispatch dispatch;
    private final Directory directory;
    private final Originals originals;
    private final Plans plans;

    public PlanClone(Dispatch dispatch, Directory directory, Plans plans) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.originals = new Originals(dispatch);
        this.plans = plans;
    }

    @PostMapping({"/v1/plans/{id}/clone", "/v1/pricing-plans/{id}/clone"})
    Mono<ResponseEntity<byte[]>> clone(Call call, @PathVariable("id") String id, Body body) {
        PlanId copy = PlanId.of(call.ids().next());
        return Directory.inUse("plan", directory.plan(call, Named.id("plan", id, PlanId::new)))
                .flatMap(
                        original ->
                                dispatch.now(call)
                                        .flatMap(at -> copied(call, at, original, copy, body)))
                .then(Mono.defer(() -> plans.made(call, copy)));
    }

    private Mono<Void> copied(Call call, Instant at, PlanView original, PlanId copy, Body body) {
        PlanDocument before = original.plan();
        PlanDocument document =
                Plans.changed(
                        body,
                        new PlanDocument(
                                before.name() + " (copy)",
                                null,
                                before.description(),
                                before.displayOrder(),
                                before.metadata()));
        Copies copies = new Copies(copy.value());
        copies.stands(original.id(), copy);
        String plan = original.id().value();
        var create = new PlanCommand.Create(copy, call.scope(), at, document);
        return dispatch.send(call, ViewKind.PLAN, create)
                .thenMany(originals.prices(call, Originals.is("plan_id", plan)))
                .concatMap(price -> price(call, at, copies, price))
                .thenMany(originals.entitlements(call, Originals.is("entity_id", plan)))
                .concatMap(entitlement -> entitlement(call, at, copies, entitlement))
                .thenMany(originals.creditGrants(call, Originals.is("holder_id", plan)))
                .concatMap(grant -> creditGrant(call, at, copies, grant))
                .then();
    }

    private Mono<?> price(Call call, Instant at, Copies copies, PriceView original) {
        PriceId id = copies.id(original, PriceId::of);
        PriceDocument document = copies.unnamed(original.price(), PriceDocument.class);
        return dispatch.send(
                call, ViewKind.PRICE, new PriceCommand.Create(id, call.scope(), at, document));
    }

    private Mono<?> entitlement(Call call, Instant at, Copies copies, EntitlementView original) {
        EntitlementId id = copies.id(original, EntitlementId::of);
        EntitlementDocument document = copies.of(original.entitlement(), EntitlementDocument.class);
        return dispatch.send(
                call,
                ViewKind.ENTITLEMENT,
                new EntitlementCommand.Create(id, call.scope(), at, document));
    }

    private Mono<?> creditGrant(Call call, Instant at, Copies copies, CreditGrantView original) {
        CreditGrantId id = copies.id(original, CreditGrantId::of);
        CreditGrantDocument document = copies.of(original.grant(), CreditGrantDocument.class);
        return dispatch.send(
                call,
                ViewKind.CREDIT_GRANT,
                new CreditGrantCommand.Create(id, call.scope(), at, document));
    }
}
