package io.tallybook.core.tax;

import java.util.Map;

/** What can be changed of a tax association. */
public record TaxAssociationChange(
        int priority,
        TaxAssociationDocument.Application application,
        Map<String, String> metadata) {
    public TaxAssociationChange {
        metadata = Map.copyOf(metadata);
    }
}
