package io.tallybook.core.tax;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a tax rate is.
 *
 * @param code the seller's own name for it, unique in the environment
 * @param percentage of a PERCENTAGE one: 19 is nineteen hundredths
 * @param amount of a FIXED one, in units of the invoice's currency, once an invoice
 * @param placement whether prices already contain it
 * @param scope a label, by which rates are told apart
 * @param status an INACTIVE one is put on no invoice
 */
@RecordBuilder
public record TaxRateDocument(
        String name,
        String code,
        @Nullable String description,
        Type type,
        @Nullable BigDecimal percentage,
        @Nullable BigDecimal amount,
        Placement placement,
        Reach scope,
        Status status,
        Map<String, String> metadata) {

    public TaxRateDocument {
        metadata = Map.copyOf(metadata);
    }

    /** Whether prices already contain it. */
    public boolean containedInPrice() {
        return placement == Placement.INCLUSIVE;
    }

    /** A share of what is taxed, or an amount. */
    public enum Type {
        PERCENTAGE,
        FIXED
    }

    /** Whether it is added to prices, or they contain it. */
    public enum Placement {
        EXCLUSIVE,
        INCLUSIVE
    }

    /** Where a rate comes from. */
    public enum Reach {
        INTERNAL,
        EXTERNAL,
        ONETIME
    }

    /** Whether it is in use. */
    public enum Status {
        ACTIVE,
        INACTIVE
    }

    /** The same, described and switched otherwise; what it comes to never changes. */
    public TaxRateDocument changed(TaxRateChange change) {
        return new TaxRateDocument(
                change.name(),
                change.code(),
                change.description(),
                type,
                percentage,
                amount,
                placement,
                scope,
                change.status(),
                change.metadata());
    }
}
