package io.tallybook.core.tenancy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is said of a tenant. */
public record TenantDocument(
        String name, @Nullable BillingDetails billing, Map<String, String> metadata) {
    public TenantDocument {
        metadata = Map.copyOf(metadata);
    }
}
