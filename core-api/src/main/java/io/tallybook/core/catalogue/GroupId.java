package io.tallybook.core.catalogue;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one group. */
public record GroupId(String value) implements EntityId {
    public static final String PREFIX = "group";

    public GroupId {
        EntityId.require(PREFIX, value);
    }

    public static GroupId of(Ulid ulid) {
        return new GroupId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
