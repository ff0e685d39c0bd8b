package io.tallybook.core.catalogue;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one price unit. */
public record PriceUnitId(String value) implements EntityId {

    public static final String PREFIX = "price_unit";

    public PriceUnitId {
        EntityId.require(PREFIX, value);
    }

    public static PriceUnitId of(Ulid ulid) {
        return new PriceUnitId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
