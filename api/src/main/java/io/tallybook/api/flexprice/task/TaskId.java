package io.tallybook.api.flexprice.task;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** The name of a task. */
public record TaskId(String value) implements EntityId {
    private static final String PREFIX = "task";

    public TaskId {
        EntityId.require(PREFIX, value);
    }

    static TaskId of(Ulid ulid) {
        return new TaskId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
