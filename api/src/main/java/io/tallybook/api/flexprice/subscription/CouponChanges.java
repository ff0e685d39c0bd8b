package io.tallybook.api.flexprice.subscription;

import static io.tallybook.api.flexprice.subscription.Wishes.refused;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.dispatch.Named;
import io.tallybook.api.flexprice.Directory;
import io.tallybook.api.flexprice.coupon.Redeeming;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.ViewKind;
import io.tallybook.core.discount.CouponAssociationCommand;
import io.tallybook.core.discount.CouponAssociationId;
import io.tallybook.core.discount.CouponAssociationQuery;
import io.tallybook.core.discount.CouponAssociationView;
import io.tallybook.core.subscription.SubscriptionView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Coupons that a subscription is given, and that end for it. */
final class CouponChanges {
    static final String PARAMS = "coupon_params";
    private static final Choice<String> ACTIONS = Choice.words("add", "remove");
    private static final String KIND = "coupon association";
    private static final String LINE = "subscription_line_item_id";

    private final Dispatch dispatch;
    private final Directory directory;
    private final Redeeming redeeming;

    CouponChanges(Dispatch dispatch, Directory directory) {
        this.dispatch = dispatch;
        this.directory = directory;
        this.redeeming = new Redeeming(dispatch);
    }

    /** The caller has to check the fields. */
    Modification of(Fields body) {
        Fields params = Wishes.params(body, PARAMS);
        boolean removes = "remove".equals(params.required("action").choice(ACTIONS));
        String subscription = params.optional("subscription_id").text(Wishes.SHORT);
        Instant end = params.optional("end_date").instant();
        return removes ? removal(params, subscription, end) : gift(params, subscription, end);
    }

    private Modification gift(Fields params, @Nullable String subscription, @Nullable Instant end) {
        var wish =
                new Redeeming.Wish(
                        params.required("coupon_code").text(Wishes.SHORT),
                        null,
                        params.optional(LINE).text(Wishes.SHORT),
                        params.optional("start_date").instant(),
                        end);
        params.refuse("since it goes with action remove", "coupon_association_id");
        return new BesideModification(
                directory,
                (call, view) -> {
                    requireSame(view, subscription);
                    return dispatch.now(call)
                            .flatMap(
                                    now ->
                                            redeeming
                                                    .found(
                                                            call,
                                                            view.id(),
                                                            view.terms(),
                                                            wish.within(now, null))
                                                    .map(
                                                            given ->
                                                                    redeeming
                                                                            .give(
                                                                                    call,
                                                                                    CouponAssociationId
                                                                                            .of(
                                                                                                    call.ids()
                                                                                                            .next()),
                                                                                    given,
                                                                                    now)
                                                                            .then()));
                });
    }

    private Modification removal(
            Fields params, @Nullable String subscription, @Nullable Instant end) {
        String association = params.required("coupon_association_id").text(Wishes.SHORT);
        params.refuse("since it goes with action add", "coupon_code", "start_date", LINE);
        return new BesideModification(
                directory,
                (call, view) -> {
                    requireSame(view, subscription);
                    CouponAssociationId id = Named.id(KIND, association, CouponAssociationId::new);
                    return Mono.zip(held(call, view, id), dispatch.now(call))
                            .map(
                                    both ->
                                            dispatch.send(
                                                            call,
                                                            ViewKind.COUPON_ASSOCIATION,
                                                            new CouponAssociationCommand.End(
                                                                    id,
                                                                    call.scope(),
                                                                    both.getT2(),
                                                                    end == null
                                                                            ? both.getT2()
                                                                            : end))
                                                    .then());
                });
    }

    private Mono<CouponAssociationView> held(
            Call call, SubscriptionView view, CouponAssociationId id) {
        return dispatch.find(
                        new CouponAssociationQuery.ById(call.scope(), id),
                        CouponAssociationView.class)
                .filter(found -> view.isOrFollows(found.association().subscriptionId()))
                .switchIfEmpty(Named.missing(KIND, id));
    }

    private static void requireSame(SubscriptionView view, @Nullable String subscription) {
        if (subscription != null && !subscription.equals(view.id().value())) {
            throw refused(
                    PARAMS + ".subscription_id",
                    "'%s', the subscription that is changed".formatted(view.id()),
                    "'%s'".formatted(subscription));
        }
    }
}
