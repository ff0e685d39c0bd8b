package io.tallybook.api.flexprice.price;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.addon.AddonJson;
import io.tallybook.api.flexprice.plan.PlanJson;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.core.EntityId;
import io.tallybook.core.EntityStatus;
import io.tallybook.core.View;
import io.tallybook.core.catalogue.AddonId;
import io.tallybook.core.catalogue.AddonView;
import io.tallybook.core.catalogue.GroupDocument;
import io.tallybook.core.catalogue.GroupId;
import io.tallybook.core.catalogue.GroupView;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PlanView;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceUnitView;
import io.tallybook.core.catalogue.PriceView;
import io.tallybook.core.subscription.SubscriptionId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The things that prices name: looked up for new prices, and to be shown with old ones. */
final class PriceReferences {
    private final Directory directory;

    PriceReferences(Directory directory) {
        this.directory = directory;
    }

    /** All that was found, by id; price units by their code. */
    record Found(Map<String, PriceUnitView> units) {
        PriceDocument document(PriceRequest request) {
            String code = request.unitCode();
            return request.document(code == null ? null : units.get(code));
        }
    }

    /**
     * What new prices name. Errors: ProblemException (404) if something is not there, (400) if it
     * was deleted.
     */
    Mono<Found> of(Call call, List<PriceRequest> requests) {
        List<PlanId> plans = owners(requests, PriceDocument.Owner.PLAN, "plan", PlanId::new);
        List<AddonId> addons = owners(requests, PriceDocument.Owner.ADDON, "addon", AddonId::new);
        List<SubscriptionId> subscriptions =
                owners(
                        requests,
                        PriceDocument.Owner.SUBSCRIPTION,
                        "subscription",
                        SubscriptionId::new);
        return Mono.zip(
                        all("plan", plans, directory.plans(call, plans)),
                        all("addon", addons, directory.addons(call, addons)),
                        all(
                                "subscription",
                                subscriptions,
                                directory.subscriptions(call, subscriptions)),
                        withOwner(call, requests))
                .map(found -> found.getT4());
    }

    /** As {@link #of}, of prices whose owner is known to be there, or is only being made. */
    Mono<Found> withOwner(Call call, List<PriceRequest> requests) {
        List<MeterId> meters =
                requests.stream()
                        .map(PriceRequest::meterId)
                        .filter(Objects::nonNull)
                        .map(id -> Named.id("meter", id, MeterId::new))
                        .distinct()
                        .toList();
        List<String> codes =
                requests.stream()
                        .map(PriceRequest::unitCode)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList();
        List<GroupId> groups =
                requests.stream()
                        .map(PriceRequest::groupId)
                        .filter(Objects::nonNull)
                        .map(id -> Named.id("group", id, GroupId::new))
                        .distinct()
                        .toList();
        return Mono.zip(
                        all("meter", meters, directory.meters(call, meters)),
                        all("price unit", codes, directory.priceUnitsCoded(call, codes)),
                        groups(call, groups))
                .map(found -> new Found(found.getT2()));
    }

    /**
     * Groups that prices are to be of. Errors: ProblemException (404) if one is not there, (400) if
     * it was deleted or is of features.
     */
    Mono<Map<String, GroupView>> groups(Call call, List<GroupId> ids) {
        return all("group", ids, directory.groups(call, ids))
                .doOnNext(
                        found -> {
                            for (GroupView view : found.values()) {
                                if (view.group().entityType() != GroupDocument.EntityType.PRICE) {
                                    throw PriceRequest.refused(
                                            "group_id",
                                            "a group of prices",
                                            "'" + view.id() + "', a group of features");
                                }
                            }
                        });
    }

    private static <I extends EntityId> List<I> owners(
            List<PriceRequest> requests,
            PriceDocument.Owner owner,
            String kind,
            Function<String, I> make) {
        return requests.stream()
                .filter(request -> request.owner() == owner)
                .map(request -> Named.id(kind, request.ownerId(), make))
                .distinct()
                .toList();
    }

    private static <V extends View> Mono<Map<String, V>> all(
            String kind, Collection<?> names, Mono<Map<String, V>> search) {
        return search.flatMap(
                found -> {
                    for (Object name : names) {
                        V view = found.get(name.toString());
                        if (view == null) {
                            return Named.missing(kind, name);
                        }
                        if (view.stamp().status() != EntityStatus.PUBLISHED) {
                            return Mono.error(gone(kind, name.toString()).asException());
                        }
                    }
                    return Mono.just(found);
                });
    }

    private static Problem gone(String kind, String name) {
        return Problem.of(
                ProblemCode.VALIDATION_ERROR,
                "%s: expected one that is in use, got '%s', which was put aside"
                        .formatted(kind, name),
                Map.of("kind", kind, "id", name));
    }

    /** What prices refer to, by id. */
    record Shown(
            Map<String, MeterView> meters,
            Map<String, PlanView> plans,
            Map<String, AddonView> addons,
            Map<String, PriceUnitView> units,
            Map<String, GroupView> groups) {

        PriceJson.Shown of(PriceView view) {
            PriceDocument price = view.price();
            PlanView plan = found(plans, price.planId());
            AddonView addon = found(addons, price.range().addonId());
            PriceDocument.WrittenIn unit = price.conditions().unit();
            return new PriceJson.Shown(
                    found(meters, price.meterId()),
                    plan == null ? null : PlanJson.of(plan, null),
                    addon == null ? null : AddonJson.of(addon, null),
                    found(units, unit == null ? null : unit.priceUnitId()),
                    price.range().groupId() == null ? null : groups.get(price.range().groupId()));
        }

        private static <V> @Nullable V found(Map<String, V> views, @Nullable EntityId id) {
            return id == null ? null : views.get(id.value());
        }
    }

    /** What is to be shown with these prices. */
    Mono<Shown> shown(Call call, List<PriceView> prices, Set<String> expand) {
        return Mono.zip(
                        directory.meters(
                                call, wanted(prices, expand, "meters", price -> price.meterId())),
                        directory.plans(
                                call, wanted(prices, expand, "plan", price -> price.planId())),
                        directory.addons(
                                call,
                                wanted(prices, expand, "addon", price -> price.range().addonId())),
                        directory.priceUnits(
                                call,
                                wanted(
                                        prices,
                                        expand,
                                        "price_unit",
                                        price ->
                                                price.conditions().unit() == null
                                                        ? null
                                                        : price.conditions().unit().priceUnitId())),
                        directory.groups(
                                call, wanted(prices, expand, "group", PriceReferences::group)))
                .map(
                        found ->
                                new Shown(
                                        found.getT1(),
                                        found.getT2(),
                                        found.getT3(),
                                        found.getT4(),
                                        found.getT5()));
    }

    private static @Nullable GroupId group(PriceDocument price) {
        String id = price.range().groupId();
        return id == null ? null : new GroupId(id);
    }

    private static <I> List<I> wanted(
            List<PriceView> prices,
            Set<String> expand,
            String name,
            Function<PriceDocument, @Nullable I> id) {
        boolean asked =
                expand.contains(name)
                        || expand.contains(name + "s")
                        || (name.endsWith("s")
                                && expand.contains(name.substring(0, name.length() - 1)));
        return asked
                ? prices.stream()
                        .map(view -> id.apply(view.price()))
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList()
                : List.of();
    }
}
