package io.tallybook.core.invoice;

import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.rating.Conventions;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened to an invoice. */
public sealed interface InvoiceEvent {
    InvoiceId invoiceId();

    /** It was about the money that is owed on it, and nothing else of it changed. */
    sealed interface OfMoney extends InvoiceEvent permits InvoicePaymentEvent {}

    /** A draft was opened. */
    record Opened(InvoiceId invoiceId, Scope scope, InvoiceOpening opening)
            implements InvoiceEvent {}

    /** Somebody asked for it to be finalized before its time. */
    record FinalizationRequested(InvoiceId invoiceId, Instant finalizeAt) implements InvoiceEvent {}

    /**
     * Its lines were computed and its usage was frozen.
     *
     * @param creditable how much of it prepaid credits may pay
     * @param inputsDigest SHA-256 of the inputs in canonical form, in hexadecimal
     * @param engineVersion which version of the arithmetic it was
     * @param adjustments its coupons and taxes and what they came to; absent for none
     */
    record Computed(
            InvoiceId invoiceId,
            CustomerId customerId,
            Conventions conventions,
            List<InvoiceLine> lines,
            Money subtotal,
            Money creditable,
            String inputsDigest,
            String engineVersion,
            @Nullable AdjustmentsApplied adjustments)
            implements InvoiceEvent {
        public Computed {
            lines = List.copyOf(lines);
        }

        /** Without coupons and taxes. */
        public Computed(
                InvoiceId invoiceId,
                CustomerId customerId,
                Conventions conventions,
                List<InvoiceLine> lines,
                Money subtotal,
                Money creditable,
                String inputsDigest,
                String engineVersion) {
            this(
                    invoiceId,
                    customerId,
                    conventions,
                    lines,
                    subtotal,
                    creditable,
                    inputsDigest,
                    engineVersion,
                    null);
        }
    }

    /** There was nothing to charge: it gets no number and is owed by nobody. */
    record Skipped(
            InvoiceId invoiceId,
            List<InvoiceLine> lines,
            Money subtotal,
            String inputsDigest,
            String engineVersion)
            implements InvoiceEvent {
        public Skipped {
            lines = List.copyOf(lines);
        }
    }

    /** It got its number and will never change. */
    record Finalized(
            InvoiceId invoiceId,
            String number,
            Instant finalizedAt,
            Instant dueDate,
            List<LineSettlement> settlements,
            List<CreditBurnt> credits,
            InvoiceTotals totals)
            implements InvoiceEvent {
        public Finalized {
            settlements = List.copyOf(settlements);
            credits = List.copyOf(credits);
        }
    }

    /**
     * It was declared void.
     *
     * @param credits what wallets get back
     */
    record Voided(
            InvoiceId invoiceId,
            Instant voidedAt,
            List<CreditBurnt> credits,
            @Nullable String reason)
            implements InvoiceEvent {
        public Voided {
            credits = List.copyOf(credits);
        }
    }

    /** It says other things beside its amounts than before. */
    record Described(InvoiceId invoiceId, InvoiceDetails details) implements InvoiceEvent {}
}
