package io.tallybook.core.catalogue;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one price. */
public record PriceId(String value) implements EntityId {
    public static final String PREFIX = "price";

    public PriceId {
        EntityId.require(PREFIX, value);
    }

    public static PriceId of(Ulid ulid) {
        return new PriceId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
