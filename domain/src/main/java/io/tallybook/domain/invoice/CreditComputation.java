package io.tallybook.domain.invoice;

import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.money.Rounding;
import io.tallybook.domain.tax.TaxLine;
import io.tallybook.domain.tax.TaxRate;
import io.tallybook.domain.tax.TaxRounding;
import io.tallybook.domain.tax.Taxes;
import java.util.ArrayList;
import java.util.List;

/**
 * A credit note: what of some lines is given back, with the part of coupon and tax that went with
 * it.
 */
public final class CreditComputation {
    private CreditComputation() {}

    /**
     * A line of which something is given back.
     *
     * @param line what the line was charged
     * @param discount what coupons took off it
     * @param taxes what it bears
     * @param credited how much of {@code line} is given back, exact, in minor units
     */
    public record Item(Money line, Money discount, List<TaxRate> taxes, Ratio credited) {
        public Item {
            taxes = List.copyOf(taxes);
            if (credited.signum() < 0 || credited.compareTo(Ratio.of(line.minor(), 1)) > 0) {
                throw new IllegalArgumentException(
                        "credit_note.items.amount: got "
                                + credited
                                + " minor units, expected from 0 to the line's "
                                + line);
            }
        }

        /** So much of a line. */
        public static Item of(Money line, Money discount, List<TaxRate> taxes, Money credited) {
            return new Item(line, discount, taxes, Ratio.of(credited.minor(), 1));
        }

        /** The credited amount less its share of the coupons: exact minor units. */
        Ratio net() {
            if (line.isZero()) {
                return Ratio.ZERO;
            }
            Ratio share =
                    Ratio.of(discount.minor(), 1)
                            .times(credited)
                            .dividedBy(Ratio.of(line.minor(), 1));
            return credited.minus(share);
        }
    }

    /**
     * A computed credit note. Guarantee: total = subtotal - couponShare + tax.
     *
     * @param subtotal the credited amounts before coupons
     */
    public record CreditNoteDraft(
            Money subtotal, Money couponShare, List<TaxLine> taxes, Money tax, Money total) {
        public CreditNoteDraft {
            taxes = List.copyOf(taxes);
        }

        /** What is given back before tax. */
        public Money net() {
            return subtotal.minus(couponShare);
        }
    }

    /**
     * Computes a credit note.
     *
     * <p>Rounding: exact until the sums; what is given back before tax and the tax are each rounded
     * half away from zero, and the total is their sum, so that it never differs from its parts by a
     * cent. Errors: IllegalArgumentException if more than a line is given back. Source:
     * docs/conventions.md#credit-notes.
     */
    public static CreditNoteDraft compute(List<Item> items, CurrencyCode currency) {
        Ratio credited = Ratio.ZERO;
        Ratio net = Ratio.ZERO;
        List<Taxes.Taxable> taxables = new ArrayList<>();
        for (Item item : items) {
            credited = credited.plus(item.credited());
            net = net.plus(item.net());
            taxables.add(new Taxes.Taxable(item.net(), item.taxes()));
        }
        Taxes taxes = Taxes.of(taxables, currency, TaxRounding.WHOLE_INVOICE);
        Money subtotal = rounded(credited, currency);
        Money afterCoupons = rounded(net, currency);
        return new CreditNoteDraft(
                subtotal,
                subtotal.minus(afterCoupons),
                taxes.taxes(),
                taxes.added(),
                afterCoupons.plus(taxes.added()));
    }

    private static Money rounded(Ratio minorUnits, CurrencyCode currency) {
        long minor = minorUnits.toDecimal(0, Rounding.HALF_UP).longValueExact();
        return Money.ofMinor(minor, currency);
    }
}
