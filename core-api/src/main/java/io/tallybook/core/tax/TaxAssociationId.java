package io.tallybook.core.tax;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one naming of a tax rate. */
public record TaxAssociationId(String value) implements EntityId {

    public static final String PREFIX = "ta";

    public TaxAssociationId {
        EntityId.require(PREFIX, value);
    }

    public static TaxAssociationId of(Ulid ulid) {
        return new TaxAssociationId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
