package io.tallybook.core.tenancy;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one environment of a tenant. */
public record EnvironmentId(String value) implements EntityId {
    public static final String PREFIX = "env";

    public EnvironmentId {
        EntityId.require(PREFIX, value);
    }

    public static EnvironmentId of(Ulid ulid) {
        return new EnvironmentId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
