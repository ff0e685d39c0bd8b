package io.tallybook.domain.tax;

import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.money.Rounding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

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
        TaxedPrices prices = TaxedPrices.of(lines);
        List<TaxRate> rates = prices.rates();
        Ratio[] sums = new Ratio[rates.size()];
        Ratio[] bases = new Ratio[rates.size()];
        for (int t = 0; t < sums.length; t++) {
            TaxRate rate = rates.get(t);
            sums[t] = prices.sum(rate, TaxSet.Share::tax);
            bases[t] = prices.sum(rate, TaxSet.Share::base);
        }
        long[] amounts = amounts(rates, sums, rounding);
        List<TaxLine> taxes = new ArrayList<>(rates.size());
        List<List<Money>> parts = new ArrayList<>(rates.size());
        for (int t = 0; t < amounts.length; t++) {
            Money base = Money.ofMinor(rounded(bases[t]), currency);
            taxes.add(new TaxLine(rates.get(t), base, Money.ofMinor(amounts[t], currency)));
            parts.add(prices.share(rates.get(t), amounts[t], currency));
        }
        return new Taxes(taxes, parts, currency);
    }

    private static long[] amounts(List<TaxRate> rates, Ratio[] sums, TaxRounding rounding) {
        long[] amounts = new long[rates.size()];
        Ratio[] percentages = sums.clone();
        Ratio whole = Ratio.ZERO;
        for (int t = 0; t < amounts.length; t++) {
            switch (rates.get(t)) {
                case TaxRate.Percentage _ -> {
                    amounts[t] = rounded(sums[t]);
                    whole = whole.plus(sums[t]);
                }
                case TaxRate.Fixed fixed -> {
                    amounts[t] = sums[t].signum() > 0 ? fixed.amount().minor() : 0;
                    percentages[t] = Ratio.ZERO;
                }
            }
        }
        if (rounding == TaxRounding.WHOLE_INVOICE) {
            long[] shares = LargestRemainders.of(rounded(whole), percentages);
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
