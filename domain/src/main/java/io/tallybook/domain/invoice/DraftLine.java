package io.tallybook.domain.invoice;

import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.rating.RatingStep;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.util.List;

/**
 * One computed line, with everything that its amounts can be recomputed from.
 *
 * @param share the part of the period that is charged
 * @param precise the sum of the steps times the share, in units of the currency
 * @param amount the same, rounded once
 * @param progressive what earlier invoices of the period billed of it
 * @param discounts what each coupon took off, in the order taken
 * @param taxes what it bears of each tax; inclusive ones are contained in the amount
 * @param tax the sum of the taxes that are added to the amount
 * @param creditNoted what credit notes paid of it
 * @param creditsApplied what prepaid credits paid of it
 */
public record DraftLine(
        String id,
        LineKind kind,
        BillingPeriod servicePeriod,
        BigDecimal quantity,
        Ratio share,
        BigDecimal precise,
        Money amount,
        List<RatingStep> steps,
        Money progressive,
        List<Part> discounts,
        List<Part> taxes,
        Money tax,
        Money creditNoted,
        Money creditsApplied) {
    /** A named part of an amount: of a coupon or a tax. */
    public record Part(String id, Money amount) {}

    public DraftLine {
        steps = List.copyOf(steps);
        discounts = List.copyOf(discounts);
        taxes = List.copyOf(taxes);
    }

    /** What all coupons took off. */
    public Money discount() {
        Money sum = Money.zero(amount.currency());
        for (Part part : discounts) {
            sum = sum.plus(part.amount());
        }
        return sum;
    }

    /** What the line adds to the invoice's total. */
    public Money total() {
        return amount.minus(progressive)
                .minus(discount())
                .plus(tax)
                .minus(creditNoted)
                .minus(creditsApplied);
    }
}
