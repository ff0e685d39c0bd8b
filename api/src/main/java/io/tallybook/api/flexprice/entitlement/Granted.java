package io.tallybook.api.flexprice.entitlement;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.core.EntityId;
import io.tallybook.core.EntityStatus;
import io.tallybook.core.View;
import io.tallybook.core.catalogue.AddonId;
import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.entitlement.EntitlementDocument;
import io.tallybook.core.entitlement.EntitlementDocument.EntityType;
import io.tallybook.core.entitlement.EntitlementId;
import io.tallybook.core.entitlement.EntitlementQuery;
import io.tallybook.core.entitlement.EntitlementView;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Makes of requests what can be given: everything that they name is there and fits. */
final class Granted {

    private final Dispatch dispatch;
    private final Directory directory;

    Granted(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
    }

    /** Everything that was named and was found, by its id. */
    private record Found(
            Map<String, FeatureView> features,
            Map<String, ? extends View> givers,
            Map<String, EntitlementView> parents) {}

    /**
     * What is to be given.
     *
     * @param lineage the first of those that the subscription follows to which it is given
     */
    record Gift(EntitlementDocument document, @Nullable SubscriptionId lineage) {}

    /**
     * What the requests ask for, in order.
     *
     * <p>Errors: ProblemException (404, 400) naming the field behind {@code prefix} of its place.
     */
    Mono<List<Gift>> gifts(
            Call call, List<EntitlementRequest> requests, IntFunction<String> prefix) {
        return Mono.zip(
                        directory.features(call, features(requests)),
                        givers(call, requests),
                        parents(call, requests))
                .map(
                        all -> {
                            var found = new Found(all.getT1(), all.getT2(), all.getT3());
                            List<Gift> gifts = new ArrayList<>();
                            for (int i = 0; i < requests.size(); i++) {
                                gifts.add(gift(requests.get(i), found, prefix.apply(i)));
                            }
                            return gifts;
                        });
    }

    private static List<FeatureId> features(List<EntitlementRequest> requests) {
        return ids(requests.stream().map(EntitlementRequest::featureId).toList(), FeatureId::new);
    }

    private Mono<Map<String, View>> givers(Call call, List<EntitlementRequest> requests) {
        Map<EntityType, List<String>> named =
                requests.stream()
                        .collect(
                                Collectors.groupingBy(
                                        EntitlementRequest::entityType,
                                        Collectors.mapping(
                                                EntitlementRequest::entityId,
                                                Collectors.toList())));
        List<PlanId> plans = ids(named.getOrDefault(EntityType.PLAN, List.of()), PlanId::new);
        List<SubscriptionId> subscriptions =
                ids(named.getOrDefault(EntityType.SUBSCRIPTION, List.of()), SubscriptionId::new);
        List<AddonId> addons = ids(named.getOrDefault(EntityType.ADDON, List.of()), AddonId::new);
        return Mono.zip(
                        directory.plans(call, plans),
                        directory.addons(call, addons),
                        subscriptions(call, subscriptions))
                .map(
                        found -> {
                            Map<String, View> all = new HashMap<>(found.getT1());
                            all.putAll(found.getT2());
                            all.putAll(found.getT3());
                            return all;
                        });
    }

    private Mono<Map<String, View>> subscriptions(Call call, List<SubscriptionId> ids) {
        return ids.isEmpty()
                ? Mono.just(Map.of())
                : dispatch.ask(
                                new SubscriptionQuery.ByIds(call.scope(), ids),
                                SubscriptionQuery.Page.class)
                        .map(
                                page ->
                                        page.items().stream()
                                                .collect(
                                                        Collectors.toMap(
                                                                view -> view.id().value(),
                                                                view -> view)));
    }

    private Mono<Map<String, EntitlementView>> parents(
            Call call, List<EntitlementRequest> requests) {
        List<String> named =
                requests.stream()
                        .map(EntitlementRequest::parentId)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList();
        if (named.isEmpty()) {
            return Mono.just(Map.of());
        }
        var spec =
                new SearchSpec(
                        List.of(new Criterion("id", Operator.IN, named)),
                        List.of(),
                        named.size(),
                        0);
        return dispatch.ask(
                        new EntitlementQuery.Search(call.scope(), spec),
                        EntitlementQuery.Page.class)
                .map(
                        page ->
                                page.items().stream()
                                        .collect(
                                                Collectors.toMap(
                                                        view -> view.id().value(), view -> view)));
    }

    private static Gift gift(EntitlementRequest request, Found found, String prefix) {
        FeatureView feature =
                there("feature", prefix + "feature_id", request.featureId(), found.features());
        if (feature.feature().type() != request.featureType()) {
            throw wrong(
                    prefix + "feature_type",
                    word(feature.feature().type()) + ", the type of the feature",
                    word(request.featureType()));
        }
        View giver =
                there(
                        word(request.entityType()),
                        prefix + "entity_id",
                        request.entityId(),
                        found.givers());
        return new Gift(
                request.document(feature.id(), parent(request, feature, found, prefix)),
                giver instanceof SubscriptionView subscription
                        ? subscription.terms().arranged().lineage()
                        : null);
    }

    private static @Nullable EntitlementId parent(
            EntitlementRequest request, FeatureView feature, Found found, String prefix) {
        String named = request.parentId();
        if (named == null) {
            return null;
        }
        String field = prefix + "parent_entitlement_id";
        EntitlementView parent = there("entitlement", field, named, found.parents());
        if (!parent.entitlement().featureId().equals(feature.id())
                || parent.entitlement().entityType() == EntityType.SUBSCRIPTION) {
            throw wrong(
                    field,
                    "an entitlement of the same feature, of a plan or an addon",
                    parent.entitlement().featureId()
                            + " of a "
                            + word(parent.entitlement().entityType()));
        }
        return parent.id();
    }

    private static <V extends View> V there(
            String kind, String field, String id, Map<String, V> found) {
        return Optional.ofNullable(found.get(id))
                .filter(view -> view.stamp().status() == EntityStatus.PUBLISHED)
                .orElseThrow(
                        () ->
                                Problem.of(
                                                ProblemCode.NOT_FOUND,
                                                "%s: %s '%s' was not found"
                                                        .formatted(field, kind, shown(id)),
                                                Map.of(
                                                        "field", field, "kind", kind, "id",
                                                        shown(id)))
                                        .asException());
    }

    private static RuntimeException wrong(String field, String expected, String got) {
        return Problem.of(
                        ProblemCode.VALIDATION_ERROR,
                        "%s: expected %s, got %s".formatted(field, expected, got),
                        Map.of("field", field, "expected", expected, "got", got))
                .asException();
    }

    /** Those that have the shape of an id; what has not names nothing. */
    private static <I extends EntityId> List<I> ids(
            Collection<String> texts, Function<String, I> make) {
        return texts.stream().distinct().flatMap(text -> id(text, make).stream()).toList();
    }

    private static <I extends EntityId> Optional<I> id(String text, Function<String, I> make) {
        try {
            return Optional.of(make.apply(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String shown(String text) {
        return text.length() <= 80 ? text : text.substring(0, text.offsetByCodePoints(0, 40)) + "…";
    }
}
