package io.tallybook.core.catalogue;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an addon is: something sold on top of a plan, by prices of its own, once or several times to
 * one subscription.
 *
 * @param lookupKey the caller's own name for it, unique in the environment
 */
public record AddonDocument(
        String name, String lookupKey, @Nullable String description, Map<String, String> metadata) {

    public AddonDocument {
        metadata = Map.copyOf(metadata);
    }
}
