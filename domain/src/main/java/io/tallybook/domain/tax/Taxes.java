package io.tallybook.domain.tax;

import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.money.Rounding;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All taxes of an invoice, and each line's part of each.
 *
 * @param taxes one per rate, in the order in which rates first came
 * @param parts for every tax of {@code taxes}, what each line bears of it, in the lines' order
 */
public record Taxes(List<TaxLine> taxes, List<List<Money>> parts, CurrencyCode currency) {

    /**
     * A line to be taxed: its price after discounts, in minor units, and the rates that it bears.
     */
    public record Taxable(Ratio price, List<TaxRate> rates) {}

    public Taxes {
        taxes = List.copyOf(taxes);
        parts = List.copyOf(parts);
    }

    /**
     * Computes the taxes of an invoice.
     *
     * <p>Shapes: one result part per line and tax. Units: minor units of the currency. Rounding:
     * exact rational numbers until the invoice's sums, which are rounded half away from zero as
     * {@code rounding} says; lines share each tax by largest remainder. Guarantee: the parts of a
     * tax sum to its amount. A line whose price is zero or less bears no tax. Source:
     * docs/conventions.md#taxes.
     */
    public static Taxes of(List<Taxable> lines, CurrencyCode currency, TaxRounding rounding) {
        List<TaxRate> rates = distinctRates(lines);
        Map<List<TaxRate>, TaxSet> sets = new LinkedHashMap<>();
        Ratio[][] exact = new Ratio[rates.size()][lines.size()];
        Ratio[] sums = new Ratio[rates.size()];
        Ratio[] bases = new Ratio[rates.size()];
        Arrays.fill(sums, Ratio.ZERO);
        Arrays.fill(bases, Ratio.ZERO);
        for (int i = 0; i < lines.size(); i++) {
            Taxable line = lines.get(i);
            TaxSet set = sets.computeIfAbsent(line.rates(), TaxSet::of);
            for (int t = 0; t < rates.size(); t++) {
                TaxSet.Share share = set.share(rates.get(t));
                exact[t][i] = Ratio.ZERO;
                if (share != null && line.price().signum() > 0) {
                    exact[t][i] = line.price().times(share.tax());
                    sums[t] = sums[t].plus(exact[t][i]);
                    bases[t] = bases[t].plus(line.price().times(share.base()));
                }
            }
        }
        return rounded(lines, rates, exact, sums, bases, currency, rounding);
    }

    private static List<TaxRate> distinctRates(List<Taxable> lines) {
        List<TaxRate> rates = new ArrayList<>();
        Map<TaxRate, Boolean> seen = new LinkedHashMap<>();
        List<TaxRate> last = List.of();
        for (Taxable line : lines) {
            if (line.rates().equals(last)) {
                continue;
            }
            last = line.rates();
            for (TaxRate rate : last) {
                if (seen.putIfAbsent(rate, Boolean.TRUE) == null) {
                    rates.add(rate);
                }
            }
        }
        return rates;
    }

    private static Taxes rounded(
            List<Taxable> lines,
            List<TaxRate> rates,
            Ratio[][] exact,
            Ratio[] sums,
            Ratio[] bases,
            CurrencyCode currency,
            TaxRounding rounding) {
        long[] amounts = amounts(rates, sums, bases, rounding);
        List<TaxLine> taxes = new ArrayList<>();
        List<List<Money>> parts = new ArrayList<>();
        for (int t = 0; t < rates.size(); t++) {
            taxes.add(
                    new TaxLine(
                            rates.get(t),
                            Money.ofMinor(rounded(bases[t]), currency),
                            Money.ofMinor(amounts[t], currency)));
            Ratio[] weights = exact[t];
            if (rates.get(t) instanceof TaxRate.Fixed) {
                // A fixed tax is no share of anything; lines carry it in proportion to their price.
                weights = scaled(weights, amounts[t], sums[t]);
            }
            List<Money> shares = new ArrayList<>(weights.length);
            for (long share : largestRemainders(amounts[t], weights)) {
                shares.add(Money.ofMinor(share, currency));
            }
            parts.add(List.copyOf(shares));
        }
        return new Taxes(taxes, parts, currency);
    }

    private static long[] amounts(
            List<TaxRate> rates, Ratio[] sums, Ratio[] bases, TaxRounding rounding) {
        long[] amounts = new long[rates.size()];
        Ratio[] percentages = sums.clone();
        for (int t = 0; t < amounts.length; t++) {
            switch (rates.get(t)) {
                case TaxRate.Percentage _ -> amounts[t] = rounded(sums[t]);
                case TaxRate.Fixed fixed -> {
                    amounts[t] = bases[t].signum() > 0 ? fixed.amount().minor() : 0;
                    percentages[t] = Ratio.ZERO;
                }
            }
        }
        if (rounding == TaxRounding.WHOLE_INVOICE) {
            Ratio whole = Ratio.ZERO;
            for (Ratio tax : percentages) {
                whole = whole.plus(tax);
            }
            long[] shares = largestRemainders(rounded(whole), percentages);
            for (int t = 0; t < amounts.length; t++) {
                if (rates.get(t) instanceof TaxRate.Percentage) {
                    amounts[t] = shares[t];
                }
            }
        }
        return amounts;
    }

    private static long rounded(Ratio exact) {
        return exact.toDecimal(0, Rounding.HALF_UP).longValueExact();
    }

    private static Ratio[] scaled(Ratio[] weights, long total, Ratio sum) {
        Ratio[] result = new Ratio[weights.length];
        for (int i = 0; i < result.length; i++) {
            result[i] =
                    sum.signum() == 0
                            ? Ratio.ZERO
                            : weights[i].times(Ratio.of(total, 1)).dividedBy(sum);
        }
        return result;
    }

    /**
     * Whole numbers next to the exact ones that sum to {@code total}, which is their exact sum
     * rounded: each exact number downward, then one more for the largest remainders, ties to the
     * earlier.
     */
    private static long[] largestRemainders(long total, Ratio[] exact) {
        long[] parts = new long[exact.length];
        Ratio[] remainders = new Ratio[exact.length];
        long left = total;
        for (int i = 0; i < exact.length; i++) {
            BigInteger floor = exact[i].toDecimal(0, Rounding.FLOOR).toBigIntegerExact();
            parts[i] = floor.longValueExact();
            remainders[i] = exact[i].minus(new Ratio(floor, BigInteger.ONE));
            left -= parts[i];
        }
        if (left == 0) {
            return parts;
        }
        Integer[] order = new Integer[exact.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> remainders[b].compareTo(remainders[a]));
        for (int i = 0; i < left; i++) {
            parts[order[i]]++;
        }
        return parts;
    }

    /**
     * The share of the prices that their taxes come to, in percent: each line's rates by its
     * weight.
     *
     * <p>Rounding: half away from zero at the fifth decimal. Zero if nothing is worth more than
     * zero.
     */
    public static BigDecimal effectivePercent(List<Taxable> lines) {
        Ratio prices = Ratio.ZERO;
        Ratio taxes = Ratio.ZERO;
        for (Taxable line : lines) {
            if (line.price().signum() > 0) {
                prices = prices.plus(line.price());
                TaxSet set = TaxSet.of(line.rates());
                for (TaxRate rate : line.rates()) {
                    TaxSet.Share share = set.share(rate);
                    if (share != null && rate instanceof TaxRate.Percentage) {
                        taxes = taxes.plus(line.price().times(share.tax()));
                    }
                }
            }
        }
        return prices.signum() == 0
                ? BigDecimal.ZERO
                : taxes.dividedBy(prices)
                        .times(BigDecimal.valueOf(100))
                        .toDecimal(5, Rounding.HALF_UP);
    }

    /** What is added to the prices: the sum of all taxes that are not already in them. */
    public Money added() {
        Money added = Money.zero(currency);
        for (TaxLine tax : taxes) {
            added = tax.isInclusive() ? added : added.plus(tax.amount());
        }
        return added;
    }

    /** What the prices already contain. */
    public Money contained() {
        Money contained = Money.zero(currency);
        for (TaxLine tax : taxes) {
            contained = tax.isInclusive() ? contained.plus(tax.amount()) : contained;
        }
        return contained;
    }
}
