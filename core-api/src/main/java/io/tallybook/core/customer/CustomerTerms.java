package io.tallybook.core.customer;

import io.tallybook.domain.money.CurrencyCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is agreed with a customer and names nobody.
 *
 * @param currency in which it is billed unless something else says another
 * @param locale in which it reads its documents, as {@code de-DE}
 * @param parent the customer that it belongs to
 */
public record CustomerTerms(
        @Nullable CurrencyCode currency,
        @Nullable String locale,
        @Nullable CustomerId parent,
        List<TaxRateOverride> taxRateOverrides) {

    public static final CustomerTerms NONE = new CustomerTerms(null, null, null, List.of());

    /** A tax rate that applies to this customer instead of those of its environment. */
    public record TaxRateOverride(
            String taxRateCode, CurrencyCode currency, @Nullable Integer priority, Apply apply) {}

    /** When an override applies. */
    public enum Apply {
        ALWAYS,
        WHEN_ASKED
    }

    public CustomerTerms {
        taxRateOverrides = List.copyOf(taxRateOverrides);
    }

    /** The same with other tax rates. */
    public CustomerTerms with(List<TaxRateOverride> overrides) {
        return new CustomerTerms(currency, locale, parent, overrides);
    }
}
