package io.tallybook.core.tenancy;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one API key. */
public record ApiKeyId(String value) implements EntityId {
    public static final String PREFIX = "secret";

    public ApiKeyId {
        EntityId.require(PREFIX, value);
    }

    public static ApiKeyId of(Ulid ulid) {
        return new ApiKeyId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
