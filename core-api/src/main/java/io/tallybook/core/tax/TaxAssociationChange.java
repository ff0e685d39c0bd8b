package io.tallybook.core.tax;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be changed of a tax association.
 *
 * @param endDate invoices from then on do not bear it; absent for as it was
 */
public record TaxAssociationChange(
        int priority,
        TaxAssociationDocument.Application application,
        Map<String, String> metadata,
        @Nullable Instant endDate) {
    public TaxAssociationChange {
        metadata = Map.copyOf(metadata);
    }

    /** Of its order and application alone. */
    public TaxAssociationChange(
            int priority,
            TaxAssociationDocument.Application application,
            Map<String, String> metadata) {
        this(priority, application, metadata, null);
    }
}
