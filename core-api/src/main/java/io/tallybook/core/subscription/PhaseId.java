package io.tallybook.core.subscription;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one phase of a subscription. */
public record PhaseId(String value) implements EntityId {

    public static final String PREFIX = "phase";

    public PhaseId {
        EntityId.require(PREFIX, value);
    }

    public static PhaseId of(Ulid ulid) {
        return new PhaseId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
