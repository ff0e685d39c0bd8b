package io.tallybook.domain.tax;

import io.tallybook.domain.money.Money;

/**
 * What one tax comes to on a whole invoice.
 *
 * @param base the net amount that it was taken of (with the taxes before it, if it compounds),
 *     rounded for display
 * @param amount what is owed; of an inclusive tax, what the prices already contain
 */
public record TaxLine(TaxRate rate, Money base, Money amount) {
    public boolean isInclusive() {
        return switch (rate) {
            case TaxRate.Percentage p -> p.placement() == TaxRate.Placement.INCLUSIVE;
            case TaxRate.Fixed _ -> false;
        };
    }
}
