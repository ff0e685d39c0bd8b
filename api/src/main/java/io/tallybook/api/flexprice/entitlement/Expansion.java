package io.tallybook.api.flexprice.entitlement;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.addon.AddonJson;
import io.tallybook.api.flexprice.feature.FeatureJson;
import io.tallybook.api.flexprice.plan.PlanJson;
import io.tallybook.core.catalogue.AddonId;
import io.tallybook.core.catalogue.AddonView;
import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PlanView;
import io.tallybook.core.entitlement.EntitlementDocument.EntityType;
import io.tallybook.core.entitlement.EntitlementView;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Shows entitlements with what they refer to. */
final class Expansion {

    /** What one that is read by its id shows. */
    static final Set<String> USUAL = Set.of("features", "plans", "addons");

    private final Directory directory;

    Expansion(Dispatch dispatch, Directory directory) {
        this.directory = directory;
    }

    /** The entitlements, in order, with what {@code expand} names. */
    Mono<List<ObjectNode>> of(Call call, List<EntitlementView> views, Set<String> expand) {
        return Mono.zip(
                features(call, views, expand),
                Mono.zip(plans(call, views, expand), addons(call, views, expand)),
                (features, givers) ->
                        views.stream()
                                .map(v -> json(v, features, givers.getT1(), givers.getT2()))
                                .toList());
    }

    /** Features with their meters. */
    record Features(Map<String, FeatureView> features, Map<String, MeterView> meters) {
        static final Features NONE = new Features(Map.of(), Map.of());

        @Nullable ObjectNode json(String id) {
            FeatureView feature = features.get(id);
            if (feature == null) {
                return null;
            }
            MeterId meter = feature.feature().meterId();
            return FeatureJson.of(feature, meter == null ? null : meters.get(meter.value()));
        }
    }

    private Mono<Features> features(Call call, List<EntitlementView> views, Set<String> expand) {
        return wants(expand, "features")
                ? features(directory, call, views)
                : Mono.just(Features.NONE);
    }

    private static Mono<Features> features(
            Directory directory, Call call, List<EntitlementView> views) {
        return directory
                .features(call, views.stream().map(v -> v.entitlement().featureId()).toList())
                .flatMap(found -> withMeters(directory, call, found));
    }

    private static Mono<Features> withMeters(
            Directory directory, Call call, Map<String, FeatureView> found) {
        Collection<MeterId> meters =
                found.values().stream()
                        .map(f -> f.feature().meterId())
                        .filter(Objects::nonNull)
                        .toList();
        return directory.meters(call, meters).map(all -> new Features(found, all));
    }

    private Mono<Map<String, PlanView>> plans(
            Call call, List<EntitlementView> views, Set<String> expand) {
        List<PlanId> ids =
                views.stream()
                        .filter(v -> v.entitlement().entityType() == EntityType.PLAN)
                        .map(v -> new PlanId(v.entitlement().entityId()))
                        .toList();
        return wants(expand, "plans") ? directory.plans(call, ids) : Mono.just(Map.of());
    }

    private Mono<Map<String, AddonView>> addons(
            Call call, List<EntitlementView> views, Set<String> expand) {
        List<AddonId> ids =
                views.stream()
                        .filter(v -> v.entitlement().entityType() == EntityType.ADDON)
                        .map(v -> new AddonId(v.entitlement().entityId()))
                        .toList();
        return wants(expand, "addons") ? directory.addons(call, ids) : Mono.just(Map.of());
    }

    private static boolean wants(Set<String> expand, String name) {
        return expand.stream().anyMatch(e -> e.equals(name) || e.startsWith(name + "."));
    }

    private static ObjectNode json(
            EntitlementView view,
            Features features,
            Map<String, PlanView> plans,
            Map<String, AddonView> addons) {
        AddonView addon = addons.get(view.entitlement().entityId());
        PlanView plan = plans.get(view.entitlement().entityId());
        return EntitlementJson.of(
                view,
                new EntitlementJson.Shown(
                        features.json(view.entitlement().featureId().value()),
                        plan == null ? null : PlanJson.of(plan, null),
                        addon == null ? null : AddonJson.of(addon, null)));
    }
}
