package io.tallybook.core.plansync;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one synchronisation of a plan. */
public record PlanSyncId(String value) implements EntityId {

    public static final String PREFIX = "plan_sync";

    public PlanSyncId {
        EntityId.require(PREFIX, value);
    }

    public static PlanSyncId of(Ulid ulid) {
        return new PlanSyncId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
