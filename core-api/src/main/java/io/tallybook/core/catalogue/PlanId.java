package io.tallybook.core.catalogue;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one plan. */
public record PlanId(String value) implements EntityId {
    public static final String PREFIX = "plan";

    public PlanId {
        EntityId.require(PREFIX, value);
    }

    public static PlanId of(Ulid ulid) {
        return new PlanId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
