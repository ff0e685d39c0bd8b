package io.tallybook.core.invoice;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one line item of an invoice. */
public record InvoiceLineId(String value) implements EntityId {
    public static final String PREFIX = "inv_line";

    public InvoiceLineId {
        EntityId.require(PREFIX, value);
    }

    public static InvoiceLineId of(Ulid ulid) {
        return new InvoiceLineId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
