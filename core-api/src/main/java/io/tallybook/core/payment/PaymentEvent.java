package io.tallybook.core.payment;

import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.domain.money.Money;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happened to a payment. */
public sealed interface PaymentEvent {
    PaymentId paymentId();

    /** A payment was made, of which nothing was tried yet. */
    record Created(PaymentId paymentId, Scope scope, PaymentDocument payment)
            implements PaymentEvent {}

    /** It was described anew. */
    record Described(
            PaymentId paymentId,
            @Nullable String gateway,
            @Nullable String methodId,
            Map<String, String> metadata)
            implements PaymentEvent {
        public Described {
            metadata = Map.copyOf(metadata);
        }
    }

    /**
     * An attempt began: whoever has the money is asked for it under the name of payment and
     * attempt, however often.
     *
     * @param attempt 1 for the first
     * @param payment what is asked for
     */
    record AttemptBegun(PaymentId paymentId, int attempt, PaymentDocument payment)
            implements PaymentEvent {}

    /** The customer has to do something first. */
    record CustomerAsked(PaymentId paymentId, int attempt, String reference, @Nullable String url)
            implements PaymentEvent {}

    /**
     * The money is there.
     *
     * @param amount what came
     */
    record Succeeded(
            PaymentId paymentId,
            InvoiceId invoiceId,
            int attempt,
            Money amount,
            @Nullable String reference,
            Instant succeededAt)
            implements PaymentEvent {}

    /**
     * An attempt was refused.
     *
     * @param nextAttemptAt when it is tried again by itself; absent if it was given up
     */
    record Declined(
            PaymentId paymentId,
            InvoiceId invoiceId,
            int attempt,
            String code,
            String message,
            Instant failedAt,
            @Nullable Instant nextAttemptAt)
            implements PaymentEvent {}

    /**
     * Something of it was given back.
     *
     * @param toWalletOf whose wallet takes it; absent if it goes back the way it came
     */
    record Refunded(
            PaymentId paymentId,
            InvoiceId invoiceId,
            RefundId refundId,
            Money amount,
            @Nullable String reference,
            Instant refundedAt,
            @Nullable CustomerId toWalletOf)
            implements PaymentEvent {

        /** The way it came. */
        public Refunded(
                PaymentId paymentId,
                InvoiceId invoiceId,
                RefundId refundId,
                Money amount,
                @Nullable String reference,
                Instant refundedAt) {
            this(paymentId, invoiceId, refundId, amount, reference, refundedAt, null);
        }
    }

    /**
     * It was given up.
     *
     * @param attempt the attempt that was under way; 0 if none was
     */
    record Voided(PaymentId paymentId, InvoiceId invoiceId, int attempt, Instant voidedAt)
            implements PaymentEvent {}

    /** It was deleted. */
    record Deleted(PaymentId paymentId) implements PaymentEvent {}
}
