package io.tallybook.core.catalogue;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a feature is.
 *
 * @param lookupKey the caller's own name for it, unique in the environment
 * @param meterId what counts it; there if and only if it is metered
 */
public record FeatureDocument(
        String name,
        FeatureType type,
        @Nullable String lookupKey,
        @Nullable String description,
        @Nullable MeterId meterId,
        @Nullable String unitSingular,
        @Nullable String unitPlural,
        Map<String, String> metadata) {
    public FeatureDocument {
        metadata = Map.copyOf(metadata);
    }
}
