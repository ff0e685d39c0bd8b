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
 * @param terms how it is used; absent for {@link WalletTerms#USUAL}
 */
public record WalletDocument(
        CustomerId customerId,
        CurrencyCode currency,
        @Nullable String name,
        @Nullable String description,
        BigDecimal conversionRate,
        BigDecimal topupConversionRate,
        Map<String, String> metadata,
        @Nullable WalletTerms terms) {
    public WalletDocument {
        metadata = Map.copyOf(metadata);
    }

    /** One that is used as usual. */
    public WalletDocument(
            CustomerId customerId,
            CurrencyCode currency,
            @Nullable String name,
            @Nullable String description,
            BigDecimal conversionRate,
            BigDecimal topupConversionRate,
            Map<String, String> metadata) {
        this(
                customerId,
                currency,
                name,
                description,
                conversionRate,
                topupConversionRate,
                metadata,
                null);
    }

    /** How it is used. */
    public WalletTerms agreed() {
        return terms == null ? WalletTerms.USUAL : terms;
    }
}
