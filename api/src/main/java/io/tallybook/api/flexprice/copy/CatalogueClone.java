package io.tallybook.api.flexprice.copy;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.problem.ProblemException;
import io.tallybook.core.Command;
import io.tallybook.core.EntityId;
import io.tallybook.core.View;
import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.AddonCommand;
import io.tallybook.core.catalogue.AddonId;
import io.tallybook.core.catalogue.AddonView;
import io.tallybook.core.catalogue.FeatureCommand;
import io.tallybook.core.catalogue.FeatureDocument;
import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.catalogue.GroupCommand;
import io.tallybook.core.catalogue.GroupId;
import io.tallybook.core.catalogue.GroupView;
import io.tallybook.core.catalogue.MeterCommand;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.catalogue.PlanCommand;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PlanView;
import io.tallybook.core.catalogue.PriceCommand;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.catalogue.PriceUnitCommand;
import io.tallybook.core.catalogue.PriceUnitId;
import io.tallybook.core.catalogue.PriceUnitView;
import io.tallybook.core.catalogue.PriceView;
import io.tallybook.core.creditgrant.CreditGrantCommand;
import io.tallybook.core.creditgrant.CreditGrantDocument;
import io.tallybook.core.creditgrant.CreditGrantId;
import io.tallybook.core.creditgrant.CreditGrantView;
import io.tallybook.core.entitlement.EntitlementCommand;
import io.tallybook.core.entitlement.EntitlementDocument;
import io.tallybook.core.entitlement.EntitlementDocument.EntityType;
import io.tallybook.core.entitlement.EntitlementId;
import io.tallybook.core.entitlement.EntitlementView;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Copies a catalogue from one environment into another, what is referred to before what refers.
 *
 * <p>What the other environment has under the same lookup key stays as it is there, and the copies
 * refer to it; what was copied before and changed since, here or there, stays as well.
 */
final class CatalogueClone {

    private final Dispatch dispatch;
    private final Originals originals;

    CatalogueClone(Dispatch dispatch) {
        this.dispatch = dispatch;
        this.originals = new Originals(dispatch);
    }

    /** How many of each kind the other environment has of this one now, by the kind's name. */
    record Copied(Map<String, Long> counts) {}

    /** One copying: from whom, to whom, and what was copied so far. */
    private record Journey(Call from, Call to, Instant at, Copies copies) {}

    Mono<Copied> copy(Call from, Call to) {
        String purpose = from.scope().environment() + ">" + to.scope().environment();
        return dispatch.now(to)
                .map(at -> new Journey(from, to, at, new Copies(purpose)))
                .flatMap(this::copy);
    }

    // One after the other: each kind refers to those before it.
    private Mono<Copied> copy(Journey journey) {
        Call from = journey.from();
        Map<String, Mono<Long>> kinds = new LinkedHashMap<>();
        kinds.put("groups", each(originals.groups(from), view -> group(journey, view)));
        kinds.put("meters", each(originals.meters(from), view -> meter(journey, view)));
        kinds.put("features", each(originals.features(from), view -> feature(journey, view)));
        kinds.put("price units", each(originals.priceUnits(from), view -> unit(journey, view)));
        kinds.put("plans", each(originals.plans(from), view -> plan(journey, view)));
        kinds.put("addons", each(originals.addons(from), view -> addon(journey, view)));
        kinds.put("prices", each(originals.prices(from), view -> price(journey, view)));
        kinds.put(
                "entitlements",
                each(
                        originals.entitlements(from).filter(CatalogueClone::ofWhatIsSold),
                        view -> entitlement(journey, view)));
        kinds.put(
                "credit grants",
                each(
                        originals.creditGrants(from, Originals.is("level", "PLAN", "ADDON")),
                        view -> creditGrant(journey, view)));
        return Flux.fromIterable(kinds.entrySet())
                .concatMap(kind -> kind.getValue().map(count -> Map.entry(kind.getKey(), count)))
                .collect(
                        LinkedHashMap<String, Long>::new,
                        (counts, kind) -> counts.put(kind.getKey(), kind.getValue()))
                .map(Copied::new);
    }

    private static <V> Mono<Long> each(Flux<V> all, Function<V, Mono<?>> copy) {
        return all.concatMap(view -> copy.apply(view).then(Mono.just(view))).count();
    }

    /** What a subscription was given for itself stays with it. */
    private static boolean ofWhatIsSold(EntitlementView view) {
        return view.entitlement().entityType() != EntityType.SUBSCRIPTION;
    }

    private Mono<?> group(Journey journey, GroupView view) {
        GroupId id = journey.copies().id(view, GroupId::of);
        return named(
                        journey,
                        view,
                        originals.groups(
                                journey.to(), Originals.is("lookup_key", view.group().lookupKey())))
                .switchIfEmpty(
                        Mono.defer(
                                () ->
                                        sent(
                                                journey,
                                                ViewKind.GROUP,
                                                new GroupCommand.Create(
                                                        id,
                                                        journey.to().scope(),
                                                        journey.at(),
                                                        view.group()))));
    }

    private Mono<?> meter(Journey journey, MeterView view) {
        MeterId id = journey.copies().id(view, MeterId::of);
        return sent(
                journey,
                ViewKind.METER,
                new MeterCommand.Create(
                        id,
                        journey.to().scope(),
                        journey.at(),
                        view.name(),
                        view.definition().as(id),
                        view.resetUsage()));
    }

    private Mono<?> feature(Journey journey, FeatureView view) {
        FeatureId id = journey.copies().id(view, FeatureId::of);
        FeatureDocument document = journey.copies().of(view.feature(), FeatureDocument.class);
        return keyed(
                        journey,
                        view,
                        view.feature().lookupKey(),
                        key -> originals.features(journey.to(), Originals.is("lookup_key", key)))
                .switchIfEmpty(
                        Mono.defer(
                                () ->
                                        sent(
                                                journey,
                                                ViewKind.FEATURE,
                                                new FeatureCommand.Create(
                                                        id,
                                                        journey.to().scope(),
                                                        journey.at(),
                                                        document))));
    }

    private Mono<?> plan(Journey journey, PlanView view) {
        PlanId id = journey.copies().id(view, PlanId::of);
        return keyed(
                        journey,
                        view,
                        view.plan().lookupKey(),
                        key -> originals.plans(journey.to(), Originals.is("lookup_key", key)))
                .switchIfEmpty(
                        Mono.defer(
                                () ->
                                        sent(
                                                journey,
                                                ViewKind.PLAN,
                                                new PlanCommand.Create(
                                                        id,
                                                        journey.to().scope(),
                                                        journey.at(),
                                                        view.plan()))));
    }

    private Mono<?> unit(Journey journey, PriceUnitView view) {
        PriceUnitId id = journey.copies().id(view, PriceUnitId::of);
        return named(
                        journey,
                        view,
                        originals.priceUnits(
                                journey.to(), Originals.is("code", view.unit().code())))
                .switchIfEmpty(
                        Mono.defer(
                                () ->
                                        sent(
                                                journey,
                                                ViewKind.PRICE_UNIT,
                                                new PriceUnitCommand.Create(
                                                        id,
                                                        journey.to().scope(),
                                                        journey.at(),
                                                        view.unit()))));
    }

    private Mono<?> addon(Journey journey, AddonView view) {
        AddonId id = journey.copies().id(view, AddonId::of);
        return named(
                        journey,
                        view,
                        originals.addons(
                                journey.to(), Originals.is("lookup_key", view.addon().lookupKey())))
                .switchIfEmpty(
                        Mono.defer(
                                () ->
                                        sent(
                                                journey,
                                                ViewKind.ADDON,
                                                new AddonCommand.Create(
                                                        id,
                                                        journey.to().scope(),
                                                        journey.at(),
                                                        view.addon()))));
    }

    private Mono<?> price(Journey journey, PriceView view) {
        PriceId id = journey.copies().id(view, PriceId::of);
        PriceDocument document = journey.copies().of(view.price(), PriceDocument.class);
        return sent(
                journey,
                ViewKind.PRICE,
                new PriceCommand.Create(id, journey.to().scope(), journey.at(), document));
    }

    private Mono<?> entitlement(Journey journey, EntitlementView view) {
        EntitlementId id = journey.copies().id(view, EntitlementId::of);
        EntitlementDocument document =
                journey.copies().of(view.entitlement(), EntitlementDocument.class);
        return sent(
                journey,
                ViewKind.ENTITLEMENT,
                new EntitlementCommand.Create(id, journey.to().scope(), journey.at(), document));
    }

    private Mono<?> creditGrant(Journey journey, CreditGrantView view) {
        CreditGrantId id = journey.copies().id(view, CreditGrantId::of);
        CreditGrantDocument document = journey.copies().of(view.grant(), CreditGrantDocument.class);
        return sent(
                journey,
                ViewKind.CREDIT_GRANT,
                new CreditGrantCommand.Create(id, journey.to().scope(), journey.at(), document));
    }

    private static <V extends View> Mono<Object> keyed(
            Journey journey, View original, @Nullable String key, Function<String, Flux<V>> by) {
        return key == null ? Mono.empty() : named(journey, original, by.apply(key));
    }

    /** What is there under the same name, if anything: it takes the place of the copy. */
    private static <V extends View> Mono<Object> named(
            Journey journey, View original, Flux<V> there) {
        return there.next()
                .map(
                        found -> {
                            EntityId id = found.id();
                            journey.copies().stands(original.id(), id);
                            return id;
                        });
    }

    private Mono<Object> sent(Journey journey, ViewKind kind, Command create) {
        return dispatch.send(journey.to(), kind, create)
                .cast(Object.class)
                .onErrorResume(
                        ProblemException.class,
                        e ->
                                e.problem().code() == ProblemCode.VERSION_CONFLICT
                                                || e.problem().code() == ProblemCode.ALREADY_EXISTS
                                        ? Mono.just(create)
                                        : Mono.error(e));
    }
}
