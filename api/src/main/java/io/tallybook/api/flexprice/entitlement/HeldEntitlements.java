package io.tallybook.api.flexprice.entitlement;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.subscription.SubscriptionJson;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import java.util.List;
import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The routes by which it is read what a customer or a subscription has, from all sources. */
@RestController
public final class HeldEntitlements {

    private static final int MOST = 1_000;
    private static final int SHORT = 255;

    private final Dispatch dispatch;
    private final Directory directory;
    private final Holdings holdings;

    public HeldEntitlements(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.holdings = new Holdings(dispatch, directory);
    }

    @GetMapping("/v1/customers/{id}/entitlements")
    Mono<ResponseEntity<byte[]>> ofCustomer(Call call, @PathVariable("id") String id) {
        return directory
                .customer(call, Named.id("customer", id, CustomerId::new))
                .flatMap(customer -> of(call, customer));
    }

    @GetMapping("/v1/customers/external/{external_id}/entitlements")
    Mono<ResponseEntity<byte[]>> ofCustomerNamed(
            Call call, @PathVariable("external_id") String externalId) {
        return directory.customerNamed(call, externalId).flatMap(customer -> of(call, customer));
    }

    private Mono<ResponseEntity<byte[]>> of(Call call, CustomerView customer) {
        return holdings.of(call, customer.id(), Set.of())
                .map(
                        holding ->
                                Answer.ok(
                                        Json.object()
                                                .put("customer_id", customer.id())
                                                .list(
                                                        "features",
                                                        holding.features(),
                                                        f -> HoldingJson.feature(holding, f))
                                                .list(
                                                        "subscriptions",
                                                        holding.subscriptions(),
                                                        s -> SubscriptionJson.of(s, null, null))
                                                .node()));
    }

    @GetMapping("/v1/subscriptions/{id}/entitlements")
    Mono<ResponseEntity<byte[]>> ofSubscription(
            Call call, @PathVariable("id") String id, Params params) {
        List<String> only = params.optional("feature_ids").texts(MOST, SHORT);
        params.check();
        return subscription(call, id)
                .flatMap(
                        subscription ->
                                dispatch.now(call)
                                        .flatMap(at -> holdings.of(call, List.of(subscription), at))
                                        .map(
                                                holding ->
                                                        Answer.ok(
                                                                json(
                                                                        subscription,
                                                                        holding,
                                                                        only))));
    }

    private static ObjectNode json(
            SubscriptionView subscription, Holding holding, List<String> only) {
        return Json.object()
                .put("subscription_id", subscription.id())
                .put("plan_id", subscription.terms().planId())
                .list(
                        "features",
                        holding.features().stream()
                                .filter(
                                        f ->
                                                only.isEmpty()
                                                        || only.contains(f.feature().id().value()))
                                .toList(),
                        f -> HoldingJson.feature(holding, f))
                .node();
    }

    private Mono<SubscriptionView> subscription(Call call, String id) {
        return dispatch.find(
                        new SubscriptionQuery.ById(
                                call.scope(), Named.id("subscription", id, SubscriptionId::new)),
                        SubscriptionView.class)
                .switchIfEmpty(Named.missing("subscription", id));
    }
}
