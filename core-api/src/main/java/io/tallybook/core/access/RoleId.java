package io.tallybook.core.access;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one role that a tenant made for itself. */
public record RoleId(String value) implements EntityId {
    public static final String PREFIX = "role";

    public RoleId {
        EntityId.require(PREFIX, value);
    }

    public static RoleId of(Ulid ulid) {
        return new RoleId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
