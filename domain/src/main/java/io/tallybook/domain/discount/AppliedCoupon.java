package io.tallybook.domain.discount;

import io.tallybook.domain.discount.Discount.AmountOff;
import io.tallybook.domain.discount.Discount.PercentOff;
import io.tallybook.domain.money.Money;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** A coupon that a customer or a subscription holds. */
public record AppliedCoupon(
        String id, Discount discount, CouponTerm term, Reach reach, Instant appliedAt) {
    /** What a coupon is limited to; the narrower are taken off first. */
    public enum Reach {
        METER,
        PLAN,
        INVOICE
    }

    /** The order in which coupons are taken off an invoice: the narrower first, then the older. */
    public static final Comparator<AppliedCoupon> ORDER =
            Comparator.comparing(AppliedCoupon::reach)
                    .thenComparing(AppliedCoupon::appliedAt)
                    .thenComparing(AppliedCoupon::id);

    /**
     * What is left of the coupon after an invoice on which it took {@code taken} off; empty if it
     * is used up.
     *
     * <p>Source: docs/conventions.md#coupons.
     */
    public Optional<AppliedCoupon> afterInvoice(Money taken) {
        return switch (term) {
            case CouponTerm.Forever _ -> Optional.of(this);
            case CouponTerm.Repeating(int left) ->
                    left == 1
                            ? Optional.empty()
                            : Optional.of(
                                    new AppliedCoupon(
                                            id,
                                            discount,
                                            new CouponTerm.Repeating(left - 1),
                                            reach,
                                            appliedAt));
            case CouponTerm.Once _ ->
                    switch (discount) {
                        case PercentOff _ -> Optional.empty();
                        case AmountOff(Money amount) ->
                                taken.isLessThan(amount)
                                        ? Optional.of(
                                                new AppliedCoupon(
                                                        id,
                                                        new AmountOff(amount.minus(taken)),
                                                        term,
                                                        reach,
                                                        appliedAt))
                                        : Optional.empty();
                    };
        };
    }
}
