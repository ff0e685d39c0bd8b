package io.tallybook.core.catalogue;

import io.tallybook.core.Scope;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happened to an addon. */
public sealed interface AddonEvent {
    AddonId addonId();

    /** An addon was made. */
    record Created(AddonId addonId, Scope scope, AddonDocument addon) implements AddonEvent {}

    /** It was described anew. */
    record Updated(
            AddonId addonId,
            String name,
            @Nullable String description,
            Map<String, String> metadata)
            implements AddonEvent {
        public Updated {
            metadata = Map.copyOf(metadata);
        }
    }

    /** It was deleted, and its lookup key is free again. */
    record Deleted(AddonId addonId) implements AddonEvent {}
}
