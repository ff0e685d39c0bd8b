package io.tallybook.api.flexprice.copy;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.problem.ProblemException;
import io.tallybook.core.Command;
import io.tallybook.core.EntityId;
import io.tallybook.core.View;
import io.tallybook.core.ViewKind;
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
import io.tallybook.core.catalogue.PriceView;
import io.tallybook.core.entitlement.EntitlementCommand;
import io.tallybook.core.entitlement.EntitlementDocument;
import io.tallybook.core.entitlement.EntitlementDocument.EntityType;
import io.tallybook.core.entitlement.EntitlementId;
import io.tallybook.core.entitlement.EntitlementView;
import java.time.Instant;
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

    /** How many of each kind the other environment has of this one now. */
    record Copied(
            long groups, long meters, long features, long plans, long prices, long entitlements) {}

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
        return each(originals.groups(from), view -> group(journey, view))
                .zipWhen(_ -> each(originals.meters(from), view -> meter(journey, view)))
                .zipWhen(
                        _ -> each(originals.features(from), view -> feature(journey, view)),
                        (before, features) -> new long[] {before.getT1(), before.getT2(), features})
                .zipWhen(
                        _ -> each(originals.plans(from), view -> plan(journey, view)),
                        CatalogueClone::with)
                .zipWhen(
                        _ ->
                                each(
                                        originals.prices(from).filter(CatalogueClone::ofPlan),
                                        view -> price(journey, view)),
                        CatalogueClone::with)
                .zipWhen(
                        _ ->
                                each(
                                        originals.entitlements(from).filter(CatalogueClone::ofPlan),
                                        view -> entitlement(journey, view)),
                        CatalogueClone::with)
                .map(n -> new Copied(n[0], n[1], n[2], n[3], n[4], n[5]));
    }

    private static long[] with(long[] before, long next) {
        long[] all = java.util.Arrays.copyOf(before, before.length + 1);
        all[before.length] = next;
        return all;
    }

    private static <V> Mono<Long> each(Flux<V> all, Function<V, Mono<?>> copy) {
        return all.concatMap(view -> copy.apply(view).then(Mono.just(view))).count();
    }

    private static boolean ofPlan(PriceView view) {
        return view.price().planId() != null;
    }

    private static boolean ofPlan(EntitlementView view) {
        return view.entitlement().entityType() == EntityType.PLAN;
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
