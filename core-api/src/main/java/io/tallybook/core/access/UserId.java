package io.tallybook.core.access;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one person or machine of a tenant. */
public record UserId(String value) implements EntityId {
    public static final String PREFIX = "user";

    public UserId {
        EntityId.require(PREFIX, value);
    }

    public static UserId of(Ulid ulid) {
        return new UserId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
