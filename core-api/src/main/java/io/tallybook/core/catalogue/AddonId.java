package io.tallybook.core.catalogue;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one addon. */
public record AddonId(String value) implements EntityId {

    public static final String PREFIX = "addon";

    public AddonId {
        EntityId.require(PREFIX, value);
    }

    public static AddonId of(Ulid ulid) {
        return new AddonId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
