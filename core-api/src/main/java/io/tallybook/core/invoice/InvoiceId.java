package io.tallybook.core.invoice;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one invoice. */
public record InvoiceId(String value) implements EntityId {
    public static final String PREFIX = "inv";

    public InvoiceId {
        EntityId.require(PREFIX, value);
    }

    public static InvoiceId of(Ulid ulid) {
        return new InvoiceId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
