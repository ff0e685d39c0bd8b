package io.tallybook.core.catalogue;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one meter. */
public record MeterId(String value) implements EntityId {
    public static final String PREFIX = "meter";

    public MeterId {
        EntityId.require(PREFIX, value);
    }

    public static MeterId of(Ulid ulid) {
        return new MeterId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
