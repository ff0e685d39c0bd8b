package io.tallybook.core.wallet;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one hold of a wallet. */
public record HoldId(String value) implements EntityId {
    public static final String PREFIX = "hold";

    public HoldId {
        EntityId.require(PREFIX, value);
    }

    public static HoldId of(Ulid ulid) {
        return new HoldId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
