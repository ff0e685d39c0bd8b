package io.tallybook.api.flexprice.coupon;

import io.tallybook.api.dispatch.Call;
import io.tallybook.api.dispatch.Dispatch;
import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.core.Ulid;
import io.tallybook.core.ViewKind;
import io.tallybook.core.discount.CouponAssociationCommand;
import io.tallybook.core.discount.CouponAssociationDocument;
import io.tallybook.core.discount.CouponAssociationId;
import io.tallybook.core.discount.CouponDocument;
import io.tallybook.core.discount.CouponView;
import io.tallybook.core.invoice.Adjustments;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceLineId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Rounding;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Coupons on an invoice that somebody writes. Each counts as one redemption, as if a subscription
 * had been given it, and whatever its cadence lasts for that invoice.
 */
public final class InvoiceCoupons {
    private final Dispatch dispatch;
    private final CouponsNamed coupons;

    public InvoiceCoupons(Dispatch dispatch) {
        this.dispatch = dispatch;
        this.coupons = new CouponsNamed(dispatch);
    }

    /**
     * One that is asked for.
     *
     * @param coupon its code or id
     * @param line the one line that it is limited to; absent for the whole invoice
     */
    public record Wish(String coupon, @Nullable InvoiceLineId line) {}

    /**
     * What is asked for, those on single lines first. Nothing is stored yet.
     *
     * <p>Errors: ProblemException, 404 naming a coupon that is not there, 400 for one of another
     * currency.
     *
     * @param lines all of the invoice
     * @param begun when its time begins: from it the associations' ids are derived
     */
    public Mono<List<Adjustments.Coupon>> find(
            Call call,
            InvoiceId invoice,
            List<Wish> wishes,
            List<InvoiceLineId> lines,
            CurrencyCode currency,
            Instant begun) {
        List<Wish> inOrder =
                Stream.concat(
                                wishes.stream().filter(wish -> wish.line() != null),
                                wishes.stream().filter(wish -> wish.line() == null))
                        .toList();
        return Flux.fromIterable(inOrder)
                .concatMap(wish -> coupons.usable(call, wish.coupon()))
                .collectList()
                .map(
                        found -> {
                            List<Adjustments.Coupon> all = new ArrayList<>();
                            for (int i = 0; i < found.size(); i++) {
                                requireCurrency(found.get(i), currency);
                                InvoiceLineId line = inOrder.get(i).line();
                                all.add(
                                        coupon(
                                                idOf(invoice, i, begun),
                                                found.get(i),
                                                line,
                                                line == null ? lines : List.of(line),
                                                currency));
                            }
                            return List.copyOf(all);
                        });
    }

    private static CouponAssociationId idOf(InvoiceId invoice, int index, Instant begun) {
        return CouponAssociationId.of(
                Ulid.derived(begun, "written_coupon", invoice.value(), Integer.toString(index)));
    }

    private static Adjustments.Coupon coupon(
            CouponAssociationId id,
            CouponView coupon,
            @Nullable InvoiceLineId line,
            List<InvoiceLineId> covered,
            CurrencyCode currency) {
        return new Adjustments.Coupon(
                id,
                coupon.id(),
                coupon.coupon(),
                amountOff(coupon.coupon(), currency),
                covered,
                line == null ? Adjustments.Reach.INVOICE : Adjustments.Reach.LINE);
    }

    private static @Nullable Money amountOff(CouponDocument coupon, CurrencyCode currency) {
        BigDecimal amount = coupon.amountOff();
        return switch (coupon.type()) {
            case PERCENTAGE -> null;
            case FIXED ->
                    Rounding.HALF_UP.toMoney(
                            Objects.requireNonNull(amount, "amount of a FIXED coupon"), currency);
        };
    }

    private static void requireCurrency(CouponView coupon, CurrencyCode currency) {
        CurrencyCode only = coupon.coupon().currency();
        if (only != null && !only.equals(currency)) {
            throw Problem.of(
                            ProblemCode.VALIDATION_ERROR,
                            "coupons: expected a coupon for %s, got '%s', which is for %s"
                                    .formatted(currency.code(), coupon.id(), only.code()),
                            Map.of("field", "coupons", "got", coupon.id().value()))
                    .asException();
        }
    }

    /**
     * Gives them to the invoice, then does what they are given for; if that does not come about,
     * they are taken back. Errors: ProblemException if one cannot be redeemed any more, or not yet.
     */
    public <T> Mono<T> around(
            Call call,
            InvoiceId invoice,
            List<Adjustments.Coupon> wanted,
            Instant begun,
            Instant now,
            Mono<T> done) {
        if (wanted.isEmpty()) {
            return done;
        }
        List<CouponAssociationId> given = new CopyOnWriteArrayList<>();
        return Flux.fromIterable(wanted)
                .concatMap(
                        coupon ->
                                give(call, invoice, coupon, begun, now)
                                        .doOnNext(_ -> given.add(coupon.associationId())))
                .then(done)
                .onErrorResume(e -> takeBack(call, given, now).then(Mono.error(e)));
    }

    private Mono<?> give(
            Call call, InvoiceId invoice, Adjustments.Coupon coupon, Instant begun, Instant now) {
        return dispatch.send(
                call,
                ViewKind.COUPON_ASSOCIATION,
                new CouponAssociationCommand.Create(
                        coupon.associationId(),
                        call.scope(),
                        now,
                        CouponAssociationDocument.on(
                                invoice, coupon.couponId(), coupon.coupon(), begun)));
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
}
