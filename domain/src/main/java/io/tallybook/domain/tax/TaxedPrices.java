package io.tallybook.domain.tax;

import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The prices of an invoice's lines as whole numbers over one denominator, and which set of taxes
 * each bears.
 *
 * <p>Taxes are linear in the price. So sums are formed per set, and fractions are multiplied once
 * per set and tax and not once per line.
 */
final class TaxedPrices {
    private final BigInteger[] numerators;
    private final BigInteger denominator;
    private final List<TaxSet> sets;
    private final int[] setOf;
    private final BigInteger[] setSums;
    private final List<TaxRate> rates;

    private TaxedPrices(
            BigInteger[] numerators,
            BigInteger denominator,
            Map<List<TaxRate>, Integer> places,
            int[] setOf) {
        this.numerators = numerators;
        this.denominator = denominator;
        this.setOf = setOf;
        this.sets = new ArrayList<>();
        Set<TaxRate> distinct = new LinkedHashSet<>();
        for (List<TaxRate> rates : places.keySet()) {
            sets.add(TaxSet.of(rates));
            distinct.addAll(rates);
        }
        this.rates = List.copyOf(distinct);
        this.setSums = new BigInteger[sets.size()];
        Arrays.fill(setSums, BigInteger.ZERO);
        for (int i = 0; i < numerators.length; i++) {
            setSums[setOf[i]] = setSums[setOf[i]].add(numerators[i]);
        }
    }

    /** A price of zero or less bears nothing and counts as zero. */
    static TaxedPrices of(List<Taxes.Taxable> lines) {
        BigInteger denominator = BigInteger.ONE;
        for (Taxes.Taxable line : lines) {
            denominator =
                    LargestRemainders.leastCommonMultiple(denominator, line.price().denominator());
        }
        BigInteger[] numerators = new BigInteger[lines.size()];
        int[] setOf = new int[lines.size()];
        Map<List<TaxRate>, Integer> places = new LinkedHashMap<>();
        for (int i = 0; i < numerators.length; i++) {
            Ratio price = lines.get(i).price();
            BigInteger whole =
                    price.denominator().equals(denominator)
                            ? price.numerator()
                            : price.numerator().multiply(denominator.divide(price.denominator()));
            numerators[i] = whole.max(BigInteger.ZERO);
            List<TaxRate> rates = lines.get(i).rates();
            // Most lines bear what the line before them bears.
            boolean same = i > 0 && rates == lines.get(i - 1).rates();
            setOf[i] = same ? setOf[i - 1] : places.computeIfAbsent(rates, _ -> places.size());
        }
        return new TaxedPrices(numerators, denominator, places, setOf);
    }

    /** Every rate that some line bears, in the order in which they first came. */
    List<TaxRate> rates() {
        return rates;
    }

    /** What a rate comes to on all lines, or what it is taken of. */
    Ratio sum(TaxRate rate, Function<TaxSet.Share, Ratio> of) {
        Ratio sum = Ratio.ZERO;
        for (int s = 0; s < setSums.length; s++) {
            TaxSet.Share share = sets.get(s).share(rate);
            if (share != null && setSums[s].signum() > 0) {
                sum = sum.plus(new Ratio(setSums[s], denominator).times(of.apply(share)));
            }
        }
        return sum;
    }

    /** Each line's part of a tax that comes to {@code amount} on all of them. */
    List<Money> share(TaxRate rate, long amount, CurrencyCode currency) {
        BigInteger common = BigInteger.ONE;
        for (TaxSet set : sets) {
            TaxSet.Share share = set.share(rate);
            if (share != null) {
                common = LargestRemainders.leastCommonMultiple(common, share.tax().denominator());
            }
        }
        BigInteger[] weights = weights(rate, common);
        long[] parts =
                switch (rate) {
                    case TaxRate.Percentage _ ->
                            LargestRemainders.of(amount, weights, common.multiply(denominator));
                    // A fixed tax is no share of anything; lines carry it in proportion to their
                    // price.
                    case TaxRate.Fixed _ -> inProportion(amount, weights);
                };
        List<Money> shares = new ArrayList<>(parts.length);
        for (long part : parts) {
            shares.add(Money.ofMinor(part, currency));
        }
        return List.copyOf(shares);
    }

    private BigInteger[] weights(TaxRate rate, BigInteger common) {
        BigInteger[] factors = new BigInteger[sets.size()];
        for (int s = 0; s < factors.length; s++) {
            TaxSet.Share share = sets.get(s).share(rate);
            factors[s] =
                    share == null
                            ? BigInteger.ZERO
                            : share.tax()
                                    .numerator()
                                    .multiply(common.divide(share.tax().denominator()));
        }
        BigInteger[] weights = new BigInteger[numerators.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = numerators[i].multiply(factors[setOf[i]]);
        }
        return weights;
    }

    private static long[] inProportion(long amount, BigInteger[] weights) {
        BigInteger sum = BigInteger.ZERO;
        for (BigInteger weight : weights) {
            sum = sum.add(weight);
        }
        BigInteger[] scaled = new BigInteger[weights.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = weights[i].multiply(BigInteger.valueOf(amount));
        }
        return LargestRemainders.of(amount, scaled, sum.max(BigInteger.ONE));
    }
}
