package io.tallybook.core.catalogue;

import io.tallybook.domain.money.CurrencyCode;
import java.math.BigDecimal;
import java.util.Map;

/**
 * What a price unit is: a currency of the seller's own, in which prices are written.
 *
 * @param code the seller's own name for it, unique in the environment
 * @param conversionRate what one of it is worth, in units of {@code baseCurrency}
 */
public record PriceUnitDocument(
        String name,
        String code,
        String symbol,
        CurrencyCode baseCurrency,
        BigDecimal conversionRate,
        Map<String, String> metadata) {

    public PriceUnitDocument {
        metadata = Map.copyOf(metadata);
    }
}
