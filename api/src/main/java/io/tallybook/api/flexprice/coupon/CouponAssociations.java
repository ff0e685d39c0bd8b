package io.tallybook.api.flexprice.coupon;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.list.Criteria;
import io.tallybook.api.flexprice.list.ListRequest;
import io.tallybook.api.flexprice.list.PageJson;
import io.tallybook.api.flexprice.list.Searchable;
import io.tallybook.api.request.Params;
import io.tallybook.api.response.Answer;
import io.tallybook.core.discount.CouponAssociationId;
import io.tallybook.core.discount.CouponAssociationQuery;
import io.tallybook.core.discount.CouponAssociationView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The routes of coupons that subscriptions hold. */
@RestController
@RequestMapping("/v1/coupons/associations")
public final class CouponAssociations {
    private static final String KIND = "coupon association";
    private static final Searchable FIELDS =
            new Searchable()
                    .text("coupon_id", "coupon_id")
                    .text("subscription_id", "subscription_id")
                    .time("start_date", "start_date")
                    .time("end_date", "end_date");

    private static final int MOST = 1_000;
    private static final int SHORT = 255;

    private final Dispatch dispatch;
    private final Directory directory;
    private final CouponsNamed coupons;

    public CouponAssociations(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.coupons = new CouponsNamed(dispatch);
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<byte[]>> get(Call call, @PathVariable("id") String id) {
        return dispatch.find(
                        new CouponAssociationQuery.ById(
                                call.scope(), Named.id(KIND, id, CouponAssociationId::new)),
                        CouponAssociationView.class)
                .switchIfEmpty(Named.missing(KIND, id))
                .flatMap(
                        view ->
                                coupons.all(call, List.of(view.association().couponId()))
                                        .map(
                                                found ->
                                                        CouponAssociationJson.of(
                                                                view,
                                                                found.get(
                                                                        view.association()
                                                                                .couponId()))))
                .map(Answer::ok);
    }

    @GetMapping
    Mono<ResponseEntity<byte[]>> list(Call call, Params params) {
        boolean active = Boolean.TRUE.equals(params.optional("active_only").truth());
        return directory
                .lineages(call, params.optional("subscription_ids").texts(MOST, SHORT))
                .flatMap(
                        holders ->
                                active
                                        ? dispatch.now(call)
                                                .flatMap(now -> page(call, params, holders, now))
                                        : page(call, params, holders, null));
    }

    private Mono<ResponseEntity<byte[]>> page(
            Call call, Params params, List<String> holders, @Nullable Instant activeAt) {
        var criteria =
                new Criteria(params)
                        .isOneOf("subscription_id", holders)
                        .any("coupon_ids", "coupon_id")
                        .one("invoice_id", "invoice_id")
                        .after("end_date", activeAt);
        ListRequest request = ListRequest.of(params, FIELDS, criteria);
        return dispatch.ask(
                        new CouponAssociationQuery.Search(call.scope(), request.spec()),
                        CouponAssociationQuery.Page.class)
                .flatMap(
                        page ->
                                coupons.all(
                                                call,
                                                request.expands("coupon")
                                                        ? page.items().stream()
                                                                .map(
                                                                        v ->
                                                                                v.association()
                                                                                        .couponId())
                                                                .toList()
                                                        : List.of())
                                        .map(
                                                found ->
                                                        PageJson.of(
                                                                request,
                                                                page.items(),
                                                                page.total(),
                                                                view ->
                                                                        CouponAssociationJson.of(
                                                                                view,
                                                                                found.get(
                                                                                        view.association()
                                                                                                .couponId())))))
                .map(Answer::ok);
    }
}
