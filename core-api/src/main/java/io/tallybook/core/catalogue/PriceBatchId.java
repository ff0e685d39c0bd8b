package io.tallybook.core.catalogue;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one creation of many prices at once. */
public record PriceBatchId(String value) implements EntityId {

    public static final String PREFIX = "price_batch";

    public PriceBatchId {
        EntityId.require(PREFIX, value);
    }

    public static PriceBatchId of(Ulid ulid) {
        return new PriceBatchId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
