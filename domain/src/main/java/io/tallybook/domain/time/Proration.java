package io.tallybook.domain.time;

import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.money.Rounding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** What a change in the middle of a period costs or gives back. */
public final class Proration {

    private Proration() {}

    /** How much of what was paid in advance may be given back. */
    public sealed interface CreditLimit {

        /** Billed in arrears: nothing was paid, so nothing is given back. */
        record NothingPaid() implements CreditLimit {}

        /** At most what was paid and not yet given back. */
        record UpTo(Money paid, Money alreadyCredited) implements CreditLimit {}

        /** No bound: a change of quantity may happen more than once in a period. */
        record Unlimited() implements CreditLimit {}
    }

    /**
     * A change of a recurring price.
     *
     * <p>Units: the cost of a full period before and after, precise, in units of the currency, as
     * rated by the price model; 0 for an item that is added or removed.
     */
    public record Change(BigDecimal oldCost, BigDecimal newCost, CreditLimit limit) {}

    /** The credit is 0 or negative, the charge 0 or positive, net is their sum. */
    public record Settlement(Money credit, Money charge, Money net) {}

    /**
     * The settlement of a change for the {@code remaining} part of the period.
     *
     * <p>Rounding: credit and charge are lines of their own, each rounded once, half away from
     * zero. From 10 to 20 with 17 of 31 days left: credit -5.48, charge 10.97, net 5.49. Source:
     * docs/pricing.md#proration
     */
    public static Settlement settle(Change change, Ratio remaining, CurrencyCode currency) {
        Money unused = remaining.of(change.oldCost(), currency, Rounding.HALF_UP);
        Money credit = limited(unused, change.limit()).negated();
        Money charge = remaining.of(change.newCost(), currency, Rounding.HALF_UP);
        return new Settlement(credit, charge, credit.plus(charge));
    }

    /**
     * What of a fee paid in advance was not used, at most what is left of it after earlier credits;
     * never negative.
     */
    public static Money unused(Money fee, Ratio unusedShare, Money alreadyCredited) {
        Money left = fee.minus(alreadyCredited);
        return unusedShare.of(fee, Rounding.HALF_UP).min(left).max(Money.zero(fee.currency()));
    }

    /**
     * A credit set against amounts in their order: what is left of each, what was applied, and what
     * could not be.
     *
     * <p>Guarantee: applied plus excess is the credit; the excess is owed to the customer. A credit
     * below zero is none.
     */
    public static Offset offset(List<Money> amounts, Money credit) {
        Money none = Money.zero(credit.currency());
        Money left = credit.max(none);
        Money whole = left;
        List<Money> adjusted = new ArrayList<>(amounts.size());
        for (Money amount : amounts) {
            Money taken = amount.min(left).max(none);
            adjusted.add(amount.minus(taken));
            left = left.minus(taken);
        }
        return new Offset(adjusted, whole.minus(left), left);
    }

    public record Offset(List<Money> adjusted, Money applied, Money excess) {
        public Offset {
            adjusted = List.copyOf(adjusted);
        }
    }

    /** A period that a pause pushed on: its end is later by as long as the pause lasted. */
    public static BillingPeriod pushedBy(BillingPeriod period, BillingPeriod pause) {
        return new BillingPeriod(period.start(), period.end().plus(pause.length()));
    }

    private static Money limited(Money unused, CreditLimit limit) {
        Money none = Money.zero(unused.currency());
        return switch (limit) {
            case CreditLimit.NothingPaid _ -> none;
            case CreditLimit.UpTo upTo ->
                    unused.min(upTo.paid().minus(upTo.alreadyCredited()).max(none));
            case CreditLimit.Unlimited _ -> unused;
        };
    }
}
