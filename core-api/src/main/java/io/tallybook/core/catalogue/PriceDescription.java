package io.tallybook.core.catalogue;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What of a price can change without changing what anybody owes. */
public record PriceDescription(
        @Nullable String lookupKey,
        @Nullable String displayName,
        @Nullable String description,
        Map<String, String> metadata,
        @Nullable String groupId) {

    public PriceDescription {
        metadata = Map.copyOf(metadata);
    }
}
