package io.tallybook.core.wallet;

import io.tallybook.core.customer.CustomerId;
import io.tallybook.domain.money.CurrencyCode;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a wallet is.
 *
 * @param conversionRate units of currency that one credit is worth, more than zero
 * @param topupConversionRate units of currency that one credit costs, more than zero
 */
public record WalletDocument(
        CustomerId customerId,
        CurrencyCode currency,
        @Nullable String name,
        @Nullable String description,
        BigDecimal conversionRate,
        BigDecimal topupConversionRate,
        Map<String, String> metadata) {
    public WalletDocument {
        metadata = Map.copyOf(metadata);
    }
}
