package io.tallybook.api.flexprice.subscription;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.addon.AddonJson;
import io.tallybook.api.flexprice.payment.CheckoutJson;
import io.tallybook.api.flexprice.payment.CheckoutRequest;
import io.tallybook.api.flexprice.payment.Checkouts;
import io.tallybook.api.request.Body;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.catalogue.AddonView;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.subscription.AddonAssociation;
import io.tallybook.core.subscription.AddonAssociationId;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionLine;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The routes by which addons come to subscriptions and go. */
@RestController
@RequestMapping("/v1/subscriptions")
public final class SubscriptionAddons {
    private final Dispatch dispatch;
    private final Directory directory;
    private final Changes changes;
    private final AddonChanges addons;
    private final Checkouts checkouts;

    public SubscriptionAddons(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.changes = new Changes(dispatch, directory);
        this.addons = new AddonChanges(dispatch, directory, changes);
        this.checkouts = new Checkouts(dispatch);
    }

    @PostMapping("/addon")
    Mono<ResponseEntity<byte[]>> add(Call call, Body body) {
        String subscription = body.required("subscription_id").text(Wishes.SHORT);
        AddonRequest wish = AddonRequest.of(body);
        CheckoutRequest checkout = CheckoutRequest.of(body);
        body.check();
        return addons.added(call, subscription, wish)
                .flatMap(change -> changes.execute(call, change))
                .flatMap(
                        outcome ->
                                checkouts.into(
                                        added(outcome),
                                        call,
                                        outcome.invoice().map(InvoiceView::id),
                                        checkout,
                                        CheckoutJson.Ordered.addon(
                                                outcome.view().id(), instance(outcome))))
                .map(Answer::ok);
    }

    private static AddonAssociation instance(Changes.Outcome outcome) {
        return ChangedJson.amendment(outcome).addons().getFirst();
    }

    private static ObjectNode added(Changes.Outcome outcome) {
        return association(outcome.view(), instance(outcome), ChangedJson.amendment(outcome).at())
                .set("invoice", outcome.invoice().map(ChangedJson::invoice).orElse(null))
                .nulls("addon", "checkout_session", "subscription")
                .node();
    }

    @DeleteMapping("/addon")
    Mono<ResponseEntity<byte[]>> remove(Call call, Body body) {
        AddonChanges.Removal removal = AddonChanges.Removal.of(body);
        body.check();
        AddonAssociationId id =
                Named.id("addon association", removal.association(), AddonAssociationId::new);
        return subscriptionOf(call, id)
                .flatMap(subscription -> addons.removed(call, subscription.value(), removal))
                .flatMap(change -> changes.execute(call, change))
                .thenReturn(
                        Answer.ok(Json.object().put("message", "the addon was removed").node()));
    }

    private Mono<SubscriptionId> subscriptionOf(Call call, AddonAssociationId id) {
        var spec =
                new SearchSpec(
                        List.of(
                                new Criterion(
                                        "addon_association_id", Operator.EQ, List.of(id.value()))),
                        List.of(),
                        1,
                        0);
        return dispatch.ask(
                        new SubscriptionQuery.SearchLines(call.scope(), spec),
                        SubscriptionQuery.LinePage.class)
                .flatMap(page -> Mono.justOrEmpty(page.items().stream().findFirst()))
                .map(SubscriptionLine::subscriptionId)
                .switchIfEmpty(Named.missing("addon association", id));
    }

    @GetMapping("/{id}/addons/associations")
    Mono<ResponseEntity<byte[]>> associations(Call call, @PathVariable("id") String id) {
        return Mono.zip(
                        directory.subscription(
                                call, Named.id("subscription", id, SubscriptionId::new)),
                        dispatch.now(call))
                .flatMap(
                        both -> {
                            SubscriptionView view = both.getT1();
                            List<AddonAssociation> all = view.terms().addons();
                            return directory
                                    .addons(
                                            call,
                                            all.stream().map(AddonAssociation::addonId).toList())
                                    .map(
                                            addons ->
                                                    Json.list(
                                                            all,
                                                            one ->
                                                                    shown(
                                                                            view,
                                                                            one,
                                                                            addons,
                                                                            both.getT2())));
                        })
                .map(Answer::ok);
    }

    private static ObjectNode shown(
            SubscriptionView view,
            AddonAssociation one,
            Map<String, AddonView> addons,
            Instant now) {
        AddonView addon = addons.get(one.addonId().value());
        return association(view, one, now)
                .set("addon", addon == null ? null : AddonJson.of(addon, null))
                .nulls("subscription")
                .node();
    }

    private static Json association(SubscriptionView view, AddonAssociation one, Instant now) {
        boolean over = one.endDate() != null && !now.isBefore(one.endDate());
        return BaseJson.add(Json.object(), view)
                .put("id", one.id())
                .put("addon_id", one.addonId())
                .put("addon_status", over ? "cancelled" : "active")
                .put("entity_id", view.id())
                .put("entity_type", "subscription")
                .put("start_date", one.startDate())
                .put("end_date", one.endDate())
                .put("cancelled_at", one.cancelledAt())
                .put("cancellation_reason", one.reason())
                .map("metadata", one.metadata());
    }
}
