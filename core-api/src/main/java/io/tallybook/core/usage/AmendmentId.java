package io.tallybook.core.usage;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one amendment of usage. */
public record AmendmentId(String value) implements EntityId {
    public static final String PREFIX = "amd";

    public AmendmentId {
        EntityId.require(PREFIX, value);
    }

    public static AmendmentId of(Ulid ulid) {
        return new AmendmentId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
