package io.tallybook.core.tax;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one tax rate. */
public record TaxRateId(String value) implements EntityId {

    public static final String PREFIX = "taxrate";

    public TaxRateId {
        EntityId.require(PREFIX, value);
    }

    public static TaxRateId of(Ulid ulid) {
        return new TaxRateId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
