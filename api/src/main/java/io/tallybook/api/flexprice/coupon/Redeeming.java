package io.tallybook.api.flexprice.coupon;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.problem.ProblemException;
import io.tallybook.api.request.Fields;
import io.tallybook.core.Receipt;
import io.tallybook.core.Ulid;
import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.discount.CouponAssociationCommand;
import io.tallybook.core.discount.CouponAssociationDocument;
import io.tallybook.core.discount.CouponAssociationId;
import io.tallybook.core.discount.CouponView;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.money.CurrencyCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Gives coupons to a subscription: all that are asked for, or none. */
public final class Redeeming {
    private static final int MOST = 50;
    private static final int SHORT = 255;

    private final Dispatch dispatch;
    private final CouponsNamed coupons;

    public Redeeming(Dispatch dispatch) {
        this.dispatch = dispatch;
        this.coupons = new CouponsNamed(dispatch);
    }

    /**
     * One coupon that is asked for.
     *
     * @param coupon its code or id
     * @param priceId of the line item that it is limited to
     * @param lineItemId the line item that it is limited to, where that is named itself
     */
    public record Wish(
            String coupon,
            @Nullable String priceId,
            @Nullable String lineItemId,
            @Nullable Instant start,
            @Nullable Instant end) {
        Wish(
                String coupon,
                @Nullable String priceId,
                @Nullable Instant start,
                @Nullable Instant end) {
            this(coupon, priceId, null, start, end);
        }

        /** The same, from one moment to another where nothing else was said. */
        public Wish within(Instant from, @Nullable Instant until) {
            return new Wish(
                    coupon,
                    priceId,
                    lineItemId,
                    start == null ? from : start,
                    end == null ? until : end);
        }
    }

    /** What {@code coupons}, {@code line_item_coupons} and {@code subscription_coupons} ask for. */
    public static List<Wish> of(Fields in) {
        List<Wish> wishes = new ArrayList<>();
        in.optional("coupons")
                .texts(MOST, SHORT)
                .forEach(coupon -> wishes.add(new Wish(coupon, null, null, null)));
        in.optional("line_item_coupons")
                .lists(MOST, SHORT)
                .forEach(
                        (price, some) ->
                                some.forEach(
                                        coupon -> wishes.add(new Wish(coupon, price, null, null))));
        for (Fields one : in.optional("subscription_coupons").objects(MOST)) {
            wishes.add(
                    new Wish(
                            one.required("coupon_code").text(SHORT),
                            one.optional("price_id").text(SHORT),
                            one.optional("start_date").instant(),
                            one.optional("end_date").instant()));
        }
        return List.copyOf(wishes);
    }

    /**
     * Gives them, then does what they are given for; if that does not come about, they are taken
     * back. Errors: ProblemException if a coupon cannot be given to this subscription.
     */
    public <T> Mono<T> around(
            Call call,
            SubscriptionId subscription,
            SubscriptionTerms terms,
            List<Wish> wishes,
            Instant now,
            Mono<T> done) {
        if (wishes.isEmpty()) {
            return done;
        }
        List<CouponAssociationId> given = new CopyOnWriteArrayList<>();
        return Flux.range(0, wishes.size())
                .concatMap(
                        i ->
                                give(call, subscription, terms, wishes.get(i), i, now)
                                        .doOnNext(given::add))
                .then(done)
                .onErrorResume(e -> takeBack(call, given, now).then(Mono.error(e)));
    }

    private Mono<CouponAssociationId> give(
            Call call,
            SubscriptionId subscription,
            SubscriptionTerms terms,
            Wish wish,
            int index,
            Instant now) {
        return found(call, subscription, terms, wish)
                .flatMap(
                        association -> {
                            CouponAssociationId id =
                                    CouponAssociationId.of(
                                            // Those given together are taken off in their order.
                                            Ulid.derived(
                                                    now.plusMillis(index),
                                                    "redemption",
                                                    subscription.value(),
                                                    association.couponId().value(),
                                                    Integer.toString(index)));
                            return give(call, id, association, now).thenReturn(id);
                        });
    }

    /** Gives a coupon. Errors: ProblemException if it can be given no longer. */
    public Mono<Receipt> give(
            Call call, CouponAssociationId id, CouponAssociationDocument association, Instant now) {
        return dispatch.send(
                call,
                ViewKind.COUPON_ASSOCIATION,
                new CouponAssociationCommand.Create(id, call.scope(), now, association));
    }

    /**
     * What giving a coupon would come to. Errors: ProblemException (404) if there is no such
     * coupon, (400) if it cannot be given to this subscription.
     */
    public Mono<CouponAssociationDocument> found(
            Call call, SubscriptionId subscription, SubscriptionTerms terms, Wish wish) {
        return coupons.usable(call, wish.coupon())
                .map(
                        coupon -> {
                            requireCurrency(coupon, terms.currency());
                            return new CouponAssociationDocument(
                                    coupon.id(),
                                    coupon.coupon(),
                                    subscription,
                                    line(wish, terms),
                                    wish.start() == null ? terms.startDate() : wish.start(),
                                    wish.end(),
                                    Map.of());
                        });
    }

    private Mono<Void> takeBack(Call call, List<CouponAssociationId> given, Instant now) {
        return Flux.fromIterable(given)
                .concatMap(
                        id ->
                                dispatch.send(
                                        call,
                                        ViewKind.COUPON_ASSOCIATION,
                                        new CouponAssociationCommand.Withdraw(
                                                id, call.scope(), now)))
                .then();
    }

    private static void requireCurrency(CouponView coupon, CurrencyCode currency) {
        CurrencyCode only = coupon.coupon().currency();
        if (only != null && !only.equals(currency)) {
            throw refused(
                    "coupons: expected a coupon for %s, got '%s', which is for %s"
                            .formatted(currency.code(), coupon.id(), only.code()));
        }
    }

    private static @Nullable LineItemId line(Wish wish, SubscriptionTerms terms) {
        String named = wish.lineItemId();
        if (named != null) {
            return terms.lineItems().stream()
                    .map(LineItem::id)
                    .filter(id -> id.value().equals(named))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    refused(
                                            "subscription_line_item_id: expected a line item of"
                                                    + " the subscription, got '%s'"
                                                            .formatted(named)));
        }
        if (wish.priceId() == null) {
            return null;
        }
        Instant from = wish.start() == null ? terms.startDate() : wish.start();
        return terms.lineItems().stream()
                .filter(line -> isOf(line, wish.priceId()) && holdsFrom(line, from))
                .map(LineItem::id)
                .findFirst()
                .orElseThrow(
                        () ->
                                refused(
                                        "price_id: expected a price of the subscription's line"
                                                + " items, got '%s'".formatted(wish.priceId())));
    }

    // A price that the subscription has instead of it counts as it.
    private static boolean isOf(LineItem line, String price) {
        PriceId instead = line.price().range().parentPriceId();
        return line.priceId().value().equals(price)
                || (instead != null && instead.value().equals(price));
    }

    private static boolean holdsFrom(LineItem line, Instant moment) {
        return line.endDate() == null || moment.isBefore(line.endDate());
    }

    private static ProblemException refused(String message) {
        return Problem.of(ProblemCode.VALIDATION_ERROR, message).asException();
    }
}
