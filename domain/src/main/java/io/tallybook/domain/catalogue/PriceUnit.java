package io.tallybook.domain.catalogue;

import io.tallybook.domain.money.CurrencyCode;
import java.math.BigDecimal;

/**
 * A currency of the seller's own, such as tokens or credits, in which prices are written.
 *
 * <p>{@code conversionRate} is how much of {@code currency} one unit is worth. A line keeps the
 * rate it was priced with: changing the unit later changes no reading that has been taken.
 */
public record PriceUnit(String code, BigDecimal conversionRate, CurrencyCode currency) {

    public PriceUnit {
        Amounts.positive("price_unit.conversion_rate", conversionRate);
    }
}
