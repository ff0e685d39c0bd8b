package io.tallybook.core.catalogue;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one feature. */
public record FeatureId(String value) implements EntityId {
    public static final String PREFIX = "feat";

    public FeatureId {
        EntityId.require(PREFIX, value);
    }

    public static FeatureId of(Ulid ulid) {
        return new FeatureId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
