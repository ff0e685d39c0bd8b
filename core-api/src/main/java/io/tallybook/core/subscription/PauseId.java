package io.tallybook.core.subscription;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one pause of a subscription. */
public record PauseId(String value) implements EntityId {

    public static final String PREFIX = "pause";

    public PauseId {
        EntityId.require(PREFIX, value);
    }

    public static PauseId of(Ulid ulid) {
        return new PauseId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
