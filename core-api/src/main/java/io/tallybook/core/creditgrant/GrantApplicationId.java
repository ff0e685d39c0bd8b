package io.tallybook.core.creditgrant;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one giving of a credit grant. */
public record GrantApplicationId(String value) implements EntityId {

    public static final String PREFIX = "cga";

    public GrantApplicationId {
        EntityId.require(PREFIX, value);
    }

    public static GrantApplicationId of(Ulid ulid) {
        return new GrantApplicationId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
