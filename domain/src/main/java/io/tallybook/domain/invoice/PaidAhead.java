package io.tallybook.domain.invoice;

import io.tallybook.domain.invoice.CreditComputation.CreditNoteDraft;
import io.tallybook.domain.invoice.CreditComputation.Item;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.rating.SubscriptionFee;
import io.tallybook.domain.tax.TaxRate;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.PaidDays;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plans that are paid at the start of a period and end before it does, as Lago settles them.
 *
 * <p>Source: docs/conventions.md#credit-notes.
 */
public final class PaidAhead {
    private PaidAhead() {}

    /**
     * The line of an invoice that a plan was paid with.
     *
     * @param fullPeriod what the plan costs for a whole period, from which a day's price comes
     * @param charged what the line came to, less than that if it began within the period
     * @param discount what coupons took off the line
     */
    public record PlanLine(Money fullPeriod, Money charged, Money discount, List<TaxRate> taxes) {
        public PlanLine {
            taxes = List.copyOf(taxes);
        }

        /** A plan that was paid for a whole period, without a coupon. */
        public static PlanLine whole(Money plan, List<TaxRate> taxes) {
            return new PlanLine(plan, plan, Money.zero(plan.currency()), taxes);
        }
    }

    /**
     * What is given back of a plan for the days it was not used: their price, at most what was
     * charged, less what earlier credit notes gave back, each with its part of coupons and taxes.
     *
     * <p>Rounding: as {@link CreditComputation#compute}.
     */
    public static CreditNoteDraft givenBack(PlanLine line, Ratio unused, Money earlier) {
        Ratio charged = Ratio.of(line.charged().minor(), 1);
        Ratio credited =
                price(line, unused)
                        .min(charged)
                        .minus(Ratio.of(earlier.minor(), 1))
                        .max(Ratio.ZERO);
        return note(line, credited);
    }

    /** What of a plan was used and stays charged, with its part of coupons and taxes. */
    public static Money used(PlanLine line, Ratio unused) {
        Ratio charged = Ratio.of(line.charged().minor(), 1);
        return note(line, charged.minus(price(line, unused).min(charged))).total();
    }

    private static Ratio price(PlanLine line, Ratio share) {
        return share.times(Ratio.of(line.fullPeriod().minor(), 1));
    }

    private static CreditNoteDraft note(PlanLine line, Ratio credited) {
        return CreditComputation.compute(
                List.of(new Item(line.charged(), line.discount(), line.taxes(), credited)),
                line.charged().currency());
    }

    /** A plan, and the day from which it was the subscription's. */
    public record Plan(Money amount, LocalDate from) {}

    /** A plan's fee for its rest of the period, and what is given back of it at the next change. */
    public record Billed(Money fee, Optional<CreditNoteDraft> givenBack) {}

    /**
     * Plans that follow one another within a period: each pays for the days from its first to the
     * period's end, and gives back those from the first day of the next.
     *
     * <p>Shapes: {@code plans} in order of time; one answer for each, the last without anything
     * given back.
     */
    public static List<Billed> upgrades(
            List<Plan> plans, BillingPeriod period, ZoneId zone, List<TaxRate> taxes) {
        PaidDays whole = PaidDays.whole(period, zone);
        List<Billed> billed = new ArrayList<>(plans.size());
        for (int i = 0; i < plans.size(); i++) {
            Plan plan = plans.get(i);
            Money none = Money.zero(plan.amount().currency());
            Money fee = SubscriptionFee.of(plan.amount(), whole.from(plan.from()));
            PlanLine line = new PlanLine(plan.amount(), fee, none, taxes);
            Optional<CreditNoteDraft> given =
                    i + 1 < plans.size()
                            ? Optional.of(
                                    givenBack(
                                            line,
                                            whole.upgradedOn(plans.get(i + 1).from()).unused(),
                                            none))
                            : Optional.empty();
            billed.add(new Billed(fee, given));
        }
        return billed;
    }
}
