package io.tallybook.core.entitlement;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one entitlement. */
public record EntitlementId(String value) implements EntityId {
    public static final String PREFIX = "ent";

    public EntitlementId {
        EntityId.require(PREFIX, value);
    }

    public static EntitlementId of(Ulid ulid) {
        return new EntitlementId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
