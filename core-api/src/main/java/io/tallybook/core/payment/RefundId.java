package io.tallybook.core.payment;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.domain.money.Money;
import java.time.Instant;

/** Names one refund of a payment. */
public record RefundId(String value) implements EntityId {
    public static final String PREFIX = "refund";

    public RefundId {
        EntityId.require(PREFIX, value);
    }

    /**
     * Of what is too much on an invoice: the same as long as nothing else of that payment went
     * back.
     *
     * @param kept what of the payment had not gone back before
     */
    public static RefundId ofExcess(InvoiceId invoice, PaymentId payment, Money kept) {
        return of(
                Ulid.derived(
                        Instant.EPOCH,
                        "excess",
                        invoice.value(),
                        payment.value(),
                        kept.toDecimal().toPlainString()));
    }

    public static RefundId of(Ulid ulid) {
        return new RefundId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
