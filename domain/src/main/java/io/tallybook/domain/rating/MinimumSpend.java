package io.tallybook.domain.rating;

import io.tallybook.domain.catalogue.PriceUnit;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.money.Rounding;
import java.math.BigDecimal;
import java.util.List;

/** What is added when less was spent than a charge or a plan asks for at least. */
public final class MinimumSpend {

    private MinimumSpend() {}

    /**
     * The gap between a minimum and what was charged, for the share of the period that is billed.
     *
     * <p>Units: minimum in units of the currency for a full period; fees before tax and coupons.
     * Rounding: once, half up. Guarantee: never negative. 1000 cents for 15 of 31 days, 200 used:
     * 284. Source: docs/pricing.md#minimums
     */
    public static Money trueUp(
            BigDecimal minimum, Ratio share, List<Money> fees, CurrencyCode currency) {
        BigDecimal used = BigDecimal.ZERO;
        for (Money fee : fees) {
            used = used.add(fee.toDecimal());
        }
        return gap(minimum, share, used, Ratio.ONE, currency);
    }

    /** The same where minimum and usage are in a price unit: the gap is converted, then rounded. */
    public static Money trueUpIn(PriceUnit unit, BigDecimal minimum, Ratio share, BigDecimal used) {
        return gap(minimum, share, used, Ratio.of(unit.conversionRate()), unit.currency());
    }

    /**
     * A plan's minimum commitment: the share of it is rounded by itself, as it is shown, before
     * fees come off.
     */
    public static Money planTrueUp(Money commitment, Ratio share, List<Money> fees) {
        Money due = share.of(commitment, Rounding.HALF_UP);
        for (Money fee : fees) {
            due = due.minus(fee);
        }
        return due.max(Money.zero(commitment.currency()));
    }

    private static Money gap(
            BigDecimal minimum, Ratio share, BigDecimal used, Ratio rate, CurrencyCode currency) {
        Ratio gap = share.times(minimum).minus(Ratio.of(used)).max(Ratio.ZERO);
        return gap.times(rate).of(BigDecimal.ONE, currency, Rounding.HALF_UP);
    }
}
