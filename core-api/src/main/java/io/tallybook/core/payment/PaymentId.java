package io.tallybook.core.payment;

import io.tallybook.core.EntityId;
import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.invoice.InvoiceId;
import java.time.Instant;

/** Names one payment. */
public record PaymentId(String value) implements EntityId {
    public static final String PREFIX = "pay";

    public PaymentId {
        EntityId.require(PREFIX, value);
    }

    public static PaymentId of(Ulid ulid) {
        return new PaymentId(PREFIX + "_" + ulid);
    }

    /** The payment of an idempotency key: a repeat names the same payment. */
    public static PaymentId keyed(Scope scope, String key) {
        return of(
                Ulid.derived(
                        Instant.EPOCH,
                        "payment",
                        scope.tenant().value(),
                        scope.environment().value(),
                        key));
    }

    /** The payment by which an invoice is collected without anybody asking: one for each. */
    public static PaymentId collecting(InvoiceId invoice, Instant finalizedAt) {
        return of(Ulid.derived(finalizedAt, "collection", invoice.value()));
    }

    @Override
    public String toString() {
        return value;
    }
}
