package io.tallybook.api.flexprice.copy;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.core.View;
import io.tallybook.core.catalogue.AddonQuery;
import io.tallybook.core.catalogue.AddonView;
import io.tallybook.core.catalogue.FeatureQuery;
import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.catalogue.GroupQuery;
import io.tallybook.core.catalogue.GroupView;
import io.tallybook.core.catalogue.MeterQuery;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.catalogue.PlanQuery;
import io.tallybook.core.catalogue.PlanView;
import io.tallybook.core.catalogue.PriceQuery;
import io.tallybook.core.catalogue.PriceUnitQuery;
import io.tallybook.core.catalogue.PriceUnitView;
import io.tallybook.core.catalogue.PriceView;
import io.tallybook.core.creditgrant.CreditGrantQuery;
import io.tallybook.core.creditgrant.CreditGrantView;
import io.tallybook.core.entitlement.EntitlementQuery;
import io.tallybook.core.entitlement.EntitlementView;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.search.SearchSpec.Order;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What there is to be copied: all of a kind that is in use, oldest first. */
final class Originals {

    private static final int AT_ONCE = 500;

    private static final List<Order> OLDEST_FIRST = List.of(new Order("created_at", Direction.ASC));

    private final Dispatch dispatch;

    Originals(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    Flux<GroupView> groups(Call call, Criterion... criteria) {
        return all(
                criteria,
                spec ->
                        dispatch.ask(
                                        new GroupQuery.Search(call.scope(), spec),
                                        GroupQuery.Page.class)
                                .map(GroupQuery.Page::items));
    }

    Flux<MeterView> meters(Call call, Criterion... criteria) {
        return all(
                criteria,
                spec ->
                        dispatch.ask(
                                        new MeterQuery.Search(call.scope(), spec),
                                        MeterQuery.Page.class)
                                .map(MeterQuery.Page::items));
    }

    Flux<FeatureView> features(Call call, Criterion... criteria) {
        return all(
                criteria,
                spec ->
                        dispatch.ask(
                                        new FeatureQuery.Search(call.scope(), spec),
                                        FeatureQuery.Page.class)
                                .map(FeatureQuery.Page::items));
    }

    Flux<PlanView> plans(Call call, Criterion... criteria) {
        return all(
                criteria,
                spec ->
                        dispatch.ask(new PlanQuery.Search(call.scope(), spec), PlanQuery.Page.class)
                                .map(PlanQuery.Page::items));
    }

    Flux<PriceView> prices(Call call, Criterion... criteria) {
        return all(
                criteria,
                spec ->
                        dispatch.ask(
                                        new PriceQuery.Search(call.scope(), spec),
                                        PriceQuery.Page.class)
                                .map(PriceQuery.Page::items));
    }

    Flux<PriceUnitView> priceUnits(Call call, Criterion... criteria) {
        return all(
                criteria,
                spec ->
                        dispatch.ask(
                                        new PriceUnitQuery.Search(call.scope(), spec),
                                        PriceUnitQuery.Page.class)
                                .map(PriceUnitQuery.Page::items));
    }

    Flux<AddonView> addons(Call call, Criterion... criteria) {
        return all(
                criteria,
                spec ->
                        dispatch.ask(
                                        new AddonQuery.Search(call.scope(), spec),
                                        AddonQuery.Page.class)
                                .map(AddonQuery.Page::items));
    }

    Flux<EntitlementView> entitlements(Call call, Criterion... criteria) {
        return all(
                criteria,
                spec ->
                        dispatch.ask(
                                        new EntitlementQuery.Search(call.scope(), spec),
                                        EntitlementQuery.Page.class)
                                .map(EntitlementQuery.Page::items));
    }

    Flux<CreditGrantView> creditGrants(Call call, Criterion... criteria) {
        return all(
                criteria,
                spec ->
                        dispatch.ask(
                                        new CreditGrantQuery.Search(call.scope(), spec),
                                        CreditGrantQuery.Page.class)
                                .map(CreditGrantQuery.Page::items));
    }

    static Criterion is(String field, String... values) {
        return new Criterion(field, Operator.IN, List.of(values));
    }

    private static <V extends View> Flux<V> all(
            Criterion[] criteria, Function<SearchSpec, Mono<List<V>>> page) {
        List<Criterion> inUse =
                Stream.concat(Stream.of(criteria), Stream.of(is("entity_status", "PUBLISHED")))
                        .toList();
        return after(inUse, page, null);
    }

    private static <V extends View> Flux<V> after(
            List<Criterion> criteria,
            Function<SearchSpec, Mono<List<V>>> page,
            @Nullable String last) {
        return page.apply(new SearchSpec(criteria, List.of(), OLDEST_FIRST, AT_ONCE, 0, last))
                .flatMapMany(
                        items ->
                                items.size() < AT_ONCE
                                        ? Flux.fromIterable(items)
                                        : Flux.fromIterable(items)
                                                .concatWith(
                                                        Flux.defer(
                                                                () ->
                                                                        after(
                                                                                criteria,
                                                                                page,
                                                                                items.getLast()
                                                                                        .id()
                                                                                        .value()))));
    }
}
