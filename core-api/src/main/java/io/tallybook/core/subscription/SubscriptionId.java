package io.tallybook.core.subscription;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one subscription. */
public record SubscriptionId(String value) implements EntityId {
    public static final String PREFIX = "subs";

    public SubscriptionId {
        EntityId.require(PREFIX, value);
    }

    public static SubscriptionId of(Ulid ulid) {
        return new SubscriptionId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
