package io.tallybook.api.flexprice;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.problem.ProblemException;
import io.tallybook.core.EntityId;
import io.tallybook.core.EntityStatus;
import io.tallybook.core.View;
import io.tallybook.core.catalogue.AddonId;
import io.tallybook.core.catalogue.AddonQuery;
import io.tallybook.core.catalogue.AddonView;
import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.FeatureQuery;
import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.catalogue.GroupId;
import io.tallybook.core.catalogue.GroupQuery;
import io.tallybook.core.catalogue.GroupView;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.MeterQuery;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PlanQuery;
import io.tallybook.core.catalogue.PlanView;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.catalogue.PriceQuery;
import io.tallybook.core.catalogue.PriceUnitId;
import io.tallybook.core.catalogue.PriceUnitQuery;
import io.tallybook.core.catalogue.PriceUnitView;
import io.tallybook.core.catalogue.PriceView;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerQuery;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.search.SearchSpec.Order;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionQuery;
import io.tallybook.core.subscription.SubscriptionView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Looks up the things that a request names, one by one or many at once, always within the caller's
 * environment.
 */
public final class Directory {

    private static final int AT_ONCE = 500;

    private static final List<Order> OLDEST_FIRST = List.of(new Order("created_at", Direction.ASC));

    private final Dispatch dispatch;

    public Directory(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    /** Errors: ProblemException (404). */
    public Mono<CustomerView> customer(Call call, CustomerId id) {
        return dispatch.find(new CustomerQuery.ById(call.scope(), id), CustomerView.class)
                .switchIfEmpty(Named.missing("customer", id));
    }

    /** Errors: ProblemException (404). */
    public Mono<CustomerView> customerNamed(Call call, String externalId) {
        return dispatch.find(
                        new CustomerQuery.ByExternalId(call.scope(), externalId),
                        CustomerView.class)
                .switchIfEmpty(Named.missing("customer", externalId));
    }

    /** By its id, or by its external id. Errors: ProblemException (404). */
    public Mono<CustomerView> customerOfEitherName(Call call, String name) {
        Mono<CustomerView> named = Mono.defer(() -> customerNamed(call, name));
        return isCustomerId(name)
                ? dispatch.find(
                                new CustomerQuery.ById(call.scope(), new CustomerId(name)),
                                CustomerView.class)
                        .switchIfEmpty(named)
                : named;
    }

    /** Whether a text has the shape of a customer's id. */
    public static boolean isCustomerId(String name) {
        try {
            return new CustomerId(name).value().equals(name);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Errors: ProblemException (404). */
    public Mono<MeterView> meter(Call call, MeterId id) {
        return dispatch.find(new MeterQuery.ById(call.scope(), id), MeterView.class)
                .switchIfEmpty(Named.missing("meter", id));
    }

    /** Errors: ProblemException (404). */
    public Mono<PlanView> plan(Call call, PlanId id) {
        return dispatch.find(new PlanQuery.ById(call.scope(), id), PlanView.class)
                .switchIfEmpty(Named.missing("plan", id));
    }

    /** Errors: ProblemException (404). */
    public Mono<FeatureView> feature(Call call, FeatureId id) {
        return dispatch.find(new FeatureQuery.ById(call.scope(), id), FeatureView.class)
                .switchIfEmpty(Named.missing("feature", id));
    }

    /** Errors: ProblemException (404). */
    public Mono<GroupView> group(Call call, GroupId id) {
        return dispatch.find(new GroupQuery.ById(call.scope(), id), GroupView.class)
                .switchIfEmpty(Named.missing("group", id));
    }

    /**
     * What is found, as long as something new may refer to it. Errors: ProblemException (404) if it
     * was archived or deleted.
     */
    public static <V extends View> Mono<V> inUse(String kind, Mono<V> found) {
        return found.flatMap(
                view ->
                        view.stamp().status() == EntityStatus.PUBLISHED
                                ? Mono.just(view)
                                : Mono.error(() -> outOfUse(kind, view)));
    }

    private static ProblemException outOfUse(String kind, View view) {
        String status = view.stamp().status().name().toLowerCase(Locale.ROOT);
        return Problem.of(
                        ProblemCode.NOT_FOUND,
                        "%s '%s' is %s: nothing new can refer to it"
                                .formatted(kind, view.id().value(), status),
                        Map.of("kind", kind, "id", view.id().value(), "status", status))
                .asException();
    }

    public Mono<Map<String, GroupView>> groups(Call call, Collection<GroupId> ids) {
        return many(
                "id",
                texts(ids),
                spec ->
                        dispatch.ask(
                                        new GroupQuery.Search(call.scope(), spec),
                                        GroupQuery.Page.class)
                                .map(GroupQuery.Page::items),
                Directory::idOf);
    }

    public Mono<AddonView> addon(Call call, AddonId id) {
        return dispatch.find(new AddonQuery.ById(call.scope(), id), AddonView.class)
                .switchIfEmpty(Named.missing("addon", id));
    }

    public Mono<Map<String, AddonView>> addons(Call call, Collection<AddonId> ids) {
        return many(
                "id",
                texts(ids),
                spec ->
                        dispatch.ask(
                                        new AddonQuery.Search(call.scope(), spec),
                                        AddonQuery.Page.class)
                                .map(AddonQuery.Page::items),
                Directory::idOf);
    }

    /** Errors: ProblemException (404). */
    public Mono<SubscriptionView> subscription(Call call, SubscriptionId id) {
        return dispatch.find(new SubscriptionQuery.ById(call.scope(), id), SubscriptionView.class)
                .switchIfEmpty(Named.missing("subscription", id));
    }

    public Mono<Map<String, SubscriptionView>> subscriptions(
            Call call, Collection<SubscriptionId> ids) {
        return ids.isEmpty()
                ? Mono.just(Map.of())
                : dispatch.ask(
                                new SubscriptionQuery.ByIds(call.scope(), List.copyOf(ids)),
                                SubscriptionQuery.Page.class)
                        .map(page -> byIds(page.items()));
    }

    /**
     * Subscriptions and all that they follow, by their ids: what belongs to one of them belongs to
     * those that are asked for. An id that no subscription has stays as it is.
     */
    public Mono<List<String>> lineages(Call call, List<String> ids) {
        return subscriptions(call, ids.stream().flatMap(Directory::subscriptionId).toList())
                .map(
                        found ->
                                ids.stream()
                                        .flatMap(id -> lineage(id, found.get(id)))
                                        .distinct()
                                        .toList());
    }

    private static Stream<SubscriptionId> subscriptionId(String text) {
        try {
            return Stream.of(new SubscriptionId(text));
        } catch (IllegalArgumentException e) {
            return Stream.empty();
        }
    }

    private static Stream<String> lineage(String id, @Nullable SubscriptionView found) {
        return found == null
                ? Stream.of(id)
                : found.terms().lineage(found.id()).stream().map(SubscriptionId::value);
    }

    /** Errors: ProblemException (404). */
    public Mono<PriceView> price(Call call, PriceId id) {
        return dispatch.find(new PriceQuery.ById(call.scope(), id), PriceView.class)
                .switchIfEmpty(Named.missing("price", id));
    }

    /** The price units that hold these codes. */
    public Mono<Map<String, PriceUnitView>> priceUnitsCoded(Call call, Collection<String> codes) {
        return priceUnitsBy(call, "code", codes, view -> view.unit().code());
    }

    public Mono<Map<String, PriceUnitView>> priceUnits(Call call, Collection<PriceUnitId> ids) {
        return priceUnitsBy(call, "id", texts(ids), Directory::idOf);
    }

    private Mono<Map<String, PriceUnitView>> priceUnitsBy(
            Call call,
            String field,
            Collection<String> values,
            Function<PriceUnitView, String> key) {
        return many(
                field,
                values,
                spec ->
                        dispatch.ask(
                                        new PriceUnitQuery.Search(call.scope(), spec),
                                        PriceUnitQuery.Page.class)
                                .map(PriceUnitQuery.Page::items),
                key);
    }

    public Mono<Map<String, CustomerView>> customers(Call call, Collection<CustomerId> ids) {
        if (ids.size() == 1) {
            // By its id it is remembered; a search would also count.
            CustomerId id = ids.iterator().next();
            return dispatch.find(new CustomerQuery.ById(call.scope(), id), CustomerView.class)
                    .map(view -> Map.of(id.value(), view))
                    .defaultIfEmpty(Map.of());
        }
        return customersBy(call, "id", texts(ids), view -> view.id().value());
    }

    public Mono<Map<String, CustomerView>> customersNamed(
            Call call, Collection<String> externalIds) {
        return customersBy(call, "external_id", externalIds, CustomerView::externalId);
    }

    private Mono<Map<String, CustomerView>> customersBy(
            Call call,
            String field,
            Collection<String> values,
            Function<CustomerView, String> key) {
        return many(
                field,
                values,
                spec ->
                        dispatch.ask(
                                        new CustomerQuery.Search(call.scope(), spec),
                                        CustomerQuery.Page.class)
                                .map(CustomerQuery.Page::items),
                key);
    }

    public Mono<Map<String, MeterView>> meters(Call call, Collection<MeterId> ids) {
        return ids.isEmpty()
                ? Mono.just(Map.of())
                : dispatch.ask(
                                new MeterQuery.ByIds(
                                        call.scope(), ids.stream().distinct().toList()),
                                MeterQuery.Page.class)
                        .map(page -> byIds(page.items()));
    }

    public Mono<Map<String, FeatureView>> features(Call call, Collection<FeatureId> ids) {
        return many(
                "id",
                texts(ids),
                spec ->
                        dispatch.ask(
                                        new FeatureQuery.Search(call.scope(), spec),
                                        FeatureQuery.Page.class)
                                .map(FeatureQuery.Page::items),
                Directory::idOf);
    }

    public Mono<Map<String, PlanView>> plans(Call call, Collection<PlanId> ids) {
        return many(
                "id",
                texts(ids),
                spec ->
                        dispatch.ask(new PlanQuery.Search(call.scope(), spec), PlanQuery.Page.class)
                                .map(PlanQuery.Page::items),
                Directory::idOf);
    }

    /** Every price of these plans, oldest first. */
    public Mono<List<PriceView>> pricesOf(Call call, Collection<PlanId> plans) {
        return pricesOwnedBy(call, texts(plans));
    }

    public Mono<Map<String, PriceView>> prices(Call call, Collection<PriceId> ids) {
        return many(
                "id",
                texts(ids),
                spec ->
                        dispatch.ask(
                                        new PriceQuery.Search(call.scope(), spec),
                                        PriceQuery.Page.class)
                                .map(PriceQuery.Page::items),
                Directory::idOf);
    }

    /** Every price of these plans, addons or subscriptions, by their ids, oldest first. */
    public Mono<List<PriceView>> pricesOwnedBy(Call call, Collection<String> owners) {
        if (owners.isEmpty()) {
            return Mono.just(List.of());
        }
        return dispatch.ask(
                        new PriceQuery.OfOwners(call.scope(), List.copyOf(owners)),
                        PriceQuery.Page.class)
                .map(PriceQuery.Page::items);
    }

    private static <V> Mono<Map<String, V>> many(
            String field,
            Collection<String> values,
            Function<SearchSpec, Mono<List<V>>> search,
            Function<V, String> key) {
        return Flux.fromIterable(values)
                .distinct()
                .buffer(AT_ONCE)
                .concatMap(
                        some ->
                                search.apply(
                                        new SearchSpec(
                                                List.of(new Criterion(field, Operator.IN, some)),
                                                OLDEST_FIRST,
                                                AT_ONCE,
                                                0)))
                .collect(
                        LinkedHashMap::new,
                        (found, views) -> views.forEach(view -> found.put(key.apply(view), view)));
    }

    private static List<String> texts(Collection<? extends EntityId> ids) {
        List<String> texts = new ArrayList<>();
        ids.forEach(id -> texts.add(id.value()));
        return texts;
    }

    private static <V extends View> Map<String, V> byIds(List<V> views) {
        return views.stream().collect(Collectors.toMap(Directory::idOf, view -> view));
    }

    private static String idOf(View view) {
        return view.id().value();
    }
}
