package io.tallybook.core.invoice;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;
import java.time.Instant;

/** Names one line item of an invoice. */
public record InvoiceLineId(String value) implements EntityId {
    public static final String PREFIX = "inv_line";

    public InvoiceLineId {
        EntityId.require(PREFIX, value);
    }

    public static InvoiceLineId of(Ulid ulid) {
        return new InvoiceLineId(PREFIX + "_" + ulid);
    }

    /** The {@code n}th given line of an invoice: the same every time. */
    public static InvoiceLineId given(InvoiceId invoice, Instant at, int n) {
        return of(Ulid.derived(at, "given_line", invoice.value(), Integer.toString(n)));
    }

    @Override
    public String toString() {
        return value;
    }
}
