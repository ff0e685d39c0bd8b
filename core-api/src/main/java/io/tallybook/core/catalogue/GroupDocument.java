package io.tallybook.core.catalogue;

import java.util.Map;

/**
 * What a group is: a name under which prices or features belong together.
 *
 * @param lookupKey the caller's own name for it, unique in the environment
 */
public record GroupDocument(
        String name, EntityType entityType, String lookupKey, Map<String, String> metadata) {
    public GroupDocument {
        metadata = Map.copyOf(metadata);
    }

    /** What a group is made of. */
    public enum EntityType {
        PRICE,
        FEATURE
    }
}
