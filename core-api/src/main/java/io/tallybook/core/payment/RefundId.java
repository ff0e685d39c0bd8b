package io.tallybook.core.payment;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one refund of a payment. */
public record RefundId(String value) implements EntityId {
    public static final String PREFIX = "refund";

    public RefundId {
        EntityId.require(PREFIX, value);
    }

    public static RefundId of(Ulid ulid) {
        return new RefundId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
