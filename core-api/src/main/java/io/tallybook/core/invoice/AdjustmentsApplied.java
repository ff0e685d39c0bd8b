package io.tallybook.core.invoice;

import io.tallybook.domain.money.Money;
import java.util.List;

/** What the coupons and taxes of an invoice came to. */
public record AdjustmentsApplied(List<CouponApplied> coupons, List<TaxApplied> taxes) {
    public AdjustmentsApplied {
        coupons = List.copyOf(coupons);
        taxes = List.copyOf(taxes);
    }

    /** What it was computed from. */
    public Adjustments inputs() {
        return new Adjustments(
                coupons.stream().map(CouponApplied::coupon).toList(),
                taxes.stream().map(TaxApplied::tax).toList());
    }

    /** Totals with these discounts and taxes and no others: said twice, they count once. */
    public InvoiceTotals after(InvoiceTotals totals) {
        Money none = Money.zero(totals.subtotal().currency());
        Money discount = none;
        for (CouponApplied coupon : coupons) {
            discount = discount.plus(coupon.taken());
        }
        Money tax = none;
        for (TaxApplied one : taxes) {
            tax = one.tax().rate().containedInPrice() ? tax : tax.plus(one.amount());
        }
        return new InvoiceTotals(
                totals.subtotal(),
                discount,
                totals.credits(),
                tax,
                totals.subtotal().minus(discount).minus(totals.credits()).plus(tax));
    }

    /** What coupons took off a line. */
    public Money discount(InvoiceLineId line, Money none) {
        return discount(line, Adjustments.Reach.LINE, none)
                .plus(discount(line, Adjustments.Reach.INVOICE, none));
    }

    /** What coupons of a reach took off a line. */
    public Money discount(InvoiceLineId line, Adjustments.Reach reach, Money none) {
        return coupons.stream()
                .filter(applied -> applied.coupon().reach() == reach)
                .flatMap(applied -> applied.lines().stream())
                .filter(part -> part.lineId().equals(line))
                .map(LinePart::amount)
                .reduce(none, Money::plus);
    }

    /**
     * What a coupon took off.
     *
     * @param from what it was taken off
     * @param lines its part of each line of which it took something; they sum to {@code taken}
     */
    public record CouponApplied(
            Adjustments.Coupon coupon, Money from, Money taken, List<LinePart> lines) {
        public CouponApplied {
            lines = List.copyOf(lines);
        }
    }

    /** A line's part. */
    public record LinePart(InvoiceLineId lineId, Money amount) {}

    /**
     * What a tax came to.
     *
     * @param taxable the net amount that it was taken of
     */
    public record TaxApplied(Adjustments.Tax tax, Money taxable, Money amount) {}
}
