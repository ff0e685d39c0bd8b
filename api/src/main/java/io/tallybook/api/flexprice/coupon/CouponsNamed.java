package io.tallybook.api.flexprice.coupon;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.core.discount.CouponAssociationQuery;
import io.tallybook.core.discount.CouponId;
import io.tallybook.core.discount.CouponQuery;
import io.tallybook.core.discount.CouponView;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Operator;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Looks coupons up by id or code, and how often they were redeemed. */
final class CouponsNamed {
    private static final int AT_ONCE = 500;

    private final Dispatch dispatch;

    CouponsNamed(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    /** Errors: ProblemException (404). */
    Mono<CouponView> one(Call call, CouponId id) {
        return dispatch.find(new CouponQuery.ById(call.scope(), id), CouponView.class)
                .switchIfEmpty(Named.missing("coupon", id));
    }

    /**
     * The coupon with a code, or else with an id, that can still be given. Errors: ProblemException
     * (404).
     */
    Mono<CouponView> usable(Call call, String codeOrId) {
        Mono<CouponView> found =
                dispatch.find(new CouponQuery.ByCode(call.scope(), codeOrId), CouponView.class)
                        .switchIfEmpty(
                                Mono.defer(
                                        () ->
                                                one(
                                                        call,
                                                        Named.id(
                                                                "coupon",
                                                                codeOrId,
                                                                CouponId::new))));
        return Directory.inUse("coupon", found);
    }

    Mono<Map<CouponId, CouponView>> all(Call call, Collection<CouponId> ids) {
        return Flux.fromIterable(ids)
                .map(CouponId::value)
                .distinct()
                .buffer(AT_ONCE)
                .concatMap(some -> some(call, some))
                .collect(
                        LinkedHashMap::new,
                        (found, views) -> views.forEach(view -> found.put(view.id(), view)));
    }

    private Mono<List<CouponView>> some(Call call, List<String> ids) {
        var spec =
                new SearchSpec(
                        List.of(new Criterion("id", Operator.IN, ids)), List.of(), AT_ONCE, 0);
        return dispatch.ask(new CouponQuery.Search(call.scope(), spec), CouponQuery.Page.class)
                .map(CouponQuery.Page::items);
    }

    Mono<CouponAssociationQuery.Counts> redeemed(Call call, List<CouponView> coupons) {
        return coupons.isEmpty()
                ? Mono.just(new CouponAssociationQuery.Counts(Map.of()))
                : dispatch.ask(
                        new CouponAssociationQuery.Redeemed(
                                call.scope(), coupons.stream().map(CouponView::id).toList()),
                        CouponAssociationQuery.Counts.class);
    }
}
