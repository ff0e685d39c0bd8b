package io.tallybook.api.flexprice.plan;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.creditgrant.GrantsOf;
import io.tallybook.api.flexprice.entitlement.EntitlementJson;
import io.tallybook.api.flexprice.feature.FeatureJson;
import io.tallybook.api.flexprice.price.PriceJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.EntityStatus;
import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PlanView;
import io.tallybook.core.catalogue.PriceView;
import io.tallybook.core.entitlement.EntitlementQuery;
import io.tallybook.core.entitlement.EntitlementView;
import io.tallybook.core.entitlement.Given;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ArrayNode;

/** What belongs to plans: prices, entitlements and credit grants, looked up for many at once. */
final class PlanParts {

    private final Dispatch dispatch;
    private final Directory directory;
    private final GrantsOf grants;

    PlanParts(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.grants = new GrantsOf(dispatch);
    }

    /** What is asked for of these plans, by the id of each. */
    Mono<Function<PlanView, PlanJson.Shown>> of(
            Call call, List<PlanView> plans, Set<String> expand) {
        return Mono.zip(
                        wants(expand, "prices")
                                ? prices(call, plans)
                                : Mono.just(Map.<PlanId, ArrayNode>of()),
                        wants(expand, "entitlements")
                                ? entitlements(call, plans)
                                : Mono.just(Map.<String, ArrayNode>of()),
                        wants(expand, "credit_grants")
                                ? grants.of(
                                        call,
                                        plans.stream().map(plan -> plan.id().value()).toList())
                                : Mono.just(Map.<String, ArrayNode>of()))
                .map(
                        parts ->
                                plan ->
                                        new PlanJson.Shown(
                                                parts.getT1().get(plan.id()),
                                                parts.getT2().get(plan.id().value()),
                                                parts.getT3().get(plan.id().value())));
    }

    private static boolean wants(Set<String> expand, String name) {
        return expand.stream().anyMatch(one -> one.equals(name) || one.startsWith(name + "."));
    }

    private Mono<Map<String, ArrayNode>> entitlements(Call call, List<PlanView> plans) {
        List<String> ids = plans.stream().map(plan -> plan.id().value()).distinct().toList();
        return dispatch.ask(new EntitlementQuery.OfEntities(call.scope(), ids), Given.class)
                .flatMap(given -> shown(call, ids, given.items()));
    }

    private Mono<Map<String, ArrayNode>> shown(
            Call call, List<String> plans, List<EntitlementView> all) {
        List<EntitlementView> given =
                all.stream()
                        .filter(view -> view.stamp().status() == EntityStatus.PUBLISHED)
                        .toList();
        return directory
                .features(call, given.stream().map(v -> v.entitlement().featureId()).toList())
                .map(
                        features ->
                                plans.stream()
                                        .collect(
                                                Collectors.toMap(
                                                        Function.identity(),
                                                        id -> json(id, given, features))));
    }

    private static ArrayNode json(
            String plan, List<EntitlementView> given, Map<String, FeatureView> features) {
        List<EntitlementView> own =
                given.stream().filter(view -> view.entitlement().entityId().equals(plan)).toList();
        return Json.list(
                own,
                view -> {
                    FeatureView feature = features.get(view.entitlement().featureId().value());
                    return EntitlementJson.of(
                            view,
                            new EntitlementJson.Shown(
                                    feature == null ? null : FeatureJson.of(feature, null),
                                    null,
                                    null));
                });
    }

    private Mono<Map<PlanId, ArrayNode>> prices(Call call, List<PlanView> plans) {
        return directory
                .pricesOf(call, plans.stream().map(PlanView::id).toList())
                .flatMap(
                        prices ->
                                directory
                                        .meters(
                                                call,
                                                prices.stream()
                                                        .map(p -> p.price().meterId())
                                                        .filter(Objects::nonNull)
                                                        .toList())
                                        .map(meters -> byPlan(plans, prices, meters)));
    }

    private static Map<PlanId, ArrayNode> byPlan(
            List<PlanView> plans, List<PriceView> prices, Map<String, MeterView> meters) {
        Map<PlanId, List<PriceView>> grouped =
                prices.stream().collect(Collectors.groupingBy(p -> p.price().planId()));
        return plans.stream()
                .map(PlanView::id)
                .distinct()
                .collect(
                        Collectors.toMap(
                                Function.identity(),
                                id ->
                                        Json.list(
                                                grouped.getOrDefault(id, List.of()),
                                                price -> {
                                                    MeterId meter = price.price().meterId();
                                                    return PriceJson.of(
                                                            price,
                                                            meter == null
                                                                    ? null
                                                                    : meters.get(meter.value()),
                                                            null);
                                                })));
    }
}
