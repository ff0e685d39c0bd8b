package io.tallybook.core.tenancy;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one tenant. */
public record TenantId(String value) implements EntityId {
    public static final String PREFIX = "tenant";

    public TenantId {
        EntityId.require(PREFIX, value);
    }

    public static TenantId of(Ulid ulid) {
        return new TenantId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
