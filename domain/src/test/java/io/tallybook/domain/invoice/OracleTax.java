package io.tallybook.domain.invoice;

import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.tax.TaxRate;
import io.tallybook.domain.tax.TaxRate.Percentage;
import io.tallybook.domain.tax.TaxRate.Placement;
import io.tallybook.domain.tax.TaxRate.Stacking;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The oracle's taxes: each worked out on the price itself, one after another. */
final class OracleTax {
    private OracleTax() {}

    static boolean isInclusive(TaxRate rate) {
        return rate instanceof Percentage p && p.placement() == Placement.INCLUSIVE;
    }

    /** What a price bears of each of its taxes; a fixed tax by its weight, which is the price. */
    static Map<TaxRate, Rational> of(Rational price, List<TaxRate> rates) {
        Map<TaxRate, Rational> taxes = new HashMap<>();
        if (!price.isPositive()) {
            return taxes;
        }
        Rational net = price.by(grossOfOne(rates));
        Rational soFar = net;
        for (Placement placement : List.of(Placement.INCLUSIVE, Placement.EXCLUSIVE)) {
            for (TaxRate rate : rates) {
                if (rate instanceof Percentage p && p.placement() == placement) {
                    Rational base = p.stacking() == Stacking.COMPOUND ? soFar : net;
                    Rational tax = base.times(Rational.of(p.percent())).by(Rational.whole(100));
                    taxes.put(rate, tax);
                    soFar = soFar.plus(tax);
                }
            }
        }
        rates.stream()
                .filter(TaxRate.Fixed.class::isInstance)
                .forEach(rate -> taxes.put(rate, price));
        return taxes;
    }

    /** A net price of one with its inclusive taxes. */
    private static Rational grossOfOne(List<TaxRate> rates) {
        Rational gross = Rational.ONE;
        for (TaxRate rate : rates) {
            if (isInclusive(rate)) {
                Percentage p = (Percentage) rate;
                Rational base = p.stacking() == Stacking.COMPOUND ? gross : Rational.ONE;
                gross = gross.plus(base.times(Rational.of(p.percent())).by(Rational.whole(100)));
            }
        }
        return gross;
    }

    static long[] amounts(List<TaxRate> rates, Rational[] sums, Conventions conventions) {
        long[] amounts = new long[rates.size()];
        Rational[] percentages = new Rational[rates.size()];
        Rational whole = Rational.ZERO;
        for (int t = 0; t < amounts.length; t++) {
            boolean fixed = rates.get(t) instanceof TaxRate.Fixed;
            percentages[t] = fixed ? Rational.ZERO : sums[t];
            whole = whole.plus(percentages[t]);
            amounts[t] = sums[t].rounded();
        }
        if (conventions == Conventions.LAGO) {
            amounts = InvoiceOracle.largestRemainders(whole.rounded(), percentages);
        }
        for (int t = 0; t < amounts.length; t++) {
            if (rates.get(t) instanceof TaxRate.Fixed fixed) {
                amounts[t] = sums[t].isPositive() ? fixed.amount().minor() : 0;
            }
        }
        return amounts;
    }
}
