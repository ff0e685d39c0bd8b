package io.tallybook.core.customer;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one customer. */
public record CustomerId(String value) implements EntityId {
    public static final String PREFIX = "cust";

    public CustomerId {
        EntityId.require(PREFIX, value);
    }

    public static CustomerId of(Ulid ulid) {
        return new CustomerId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
