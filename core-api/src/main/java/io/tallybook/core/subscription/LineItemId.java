package io.tallybook.core.subscription;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one line item of a subscription. */
public record LineItemId(String value) implements EntityId {
    public static final String PREFIX = "subs_line";

    public LineItemId {
        EntityId.require(PREFIX, value);
    }

    public static LineItemId of(Ulid ulid) {
        return new LineItemId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
