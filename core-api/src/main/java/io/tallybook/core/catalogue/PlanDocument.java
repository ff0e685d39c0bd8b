package io.tallybook.core.catalogue;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a plan is.
 *
 * @param lookupKey the caller's own name for it, unique in the environment
 */
public record PlanDocument(
        String name,
        @Nullable String lookupKey,
        @Nullable String description,
        @Nullable Integer displayOrder,
        Map<String, String> metadata) {
    public PlanDocument {
        metadata = Map.copyOf(metadata);
    }
}
