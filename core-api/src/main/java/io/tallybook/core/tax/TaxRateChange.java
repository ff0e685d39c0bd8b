package io.tallybook.core.tax;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be changed of a tax rate. */
public record TaxRateChange(
        String name,
        String code,
        @Nullable String description,
        TaxRateDocument.Status status,
        Map<String, String> metadata) {
    public TaxRateChange {
        metadata = Map.copyOf(metadata);
    }
}
