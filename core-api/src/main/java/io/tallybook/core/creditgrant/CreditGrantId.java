package io.tallybook.core.creditgrant;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names a credit grant. */
public record CreditGrantId(String value) implements EntityId {

    public static final String PREFIX = "cg";

    public CreditGrantId {
        EntityId.require(PREFIX, value);
    }

    public static CreditGrantId of(Ulid ulid) {
        return new CreditGrantId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
