package io.tallybook.core.subscription;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names something that is to happen to a subscription. */
public record ScheduleId(String value) implements EntityId {

    public static final String PREFIX = "sched";

    public ScheduleId {
        EntityId.require(PREFIX, value);
    }

    public static ScheduleId of(Ulid ulid) {
        return new ScheduleId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
