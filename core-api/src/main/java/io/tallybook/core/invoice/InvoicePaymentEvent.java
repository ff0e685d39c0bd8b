package io.tallybook.core.invoice;

import io.tallybook.core.creditnote.CreditNoteDocument;
import io.tallybook.core.creditnote.CreditNoteDocument.Kind;
import io.tallybook.core.creditnote.CreditNoteId;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.RefundId;
import io.tallybook.domain.money.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened to what is owed on an invoice. */
public sealed interface InvoicePaymentEvent extends InvoiceEvent.OfMoney {

    /** A part of what is owed was kept for an attempt of a payment. */
    record PaymentHeld(InvoiceId invoiceId, PaymentId paymentId, int attempt, Money amount)
            implements InvoicePaymentEvent {}

    /**
     * An attempt brought nothing: what was kept for it is free again.
     *
     * @param givenUpAt when it was given up, if nobody tries again by themselves
     */
    record PaymentReleased(
            InvoiceId invoiceId, PaymentId paymentId, int attempt, @Nullable Instant givenUpAt)
            implements InvoicePaymentEvent {}

    /** Money came. */
    record PaymentApplied(InvoiceId invoiceId, PaymentId paymentId, Money amount, Instant appliedAt)
            implements InvoicePaymentEvent {}

    /** What is left of a payment is to go back, and is kept for that until it has. */
    record RefundOrdered(InvoiceId invoiceId, MoneyBack money, Instant orderedAt)
            implements InvoicePaymentEvent {}

    /** Money that had come went back to the customer. */
    record RefundApplied(
            InvoiceId invoiceId,
            PaymentId paymentId,
            RefundId refundId,
            Money amount,
            Instant refundedAt)
            implements InvoicePaymentEvent {}

    /**
     * A credit note took something off its lines.
     *
     * @param back what of it wallets get back; absent for nothing
     */
    record LinesCredited(
            InvoiceId invoiceId,
            CreditNoteId creditNoteId,
            Kind kind,
            CreditNoteDocument note,
            Instant creditedAt,
            @Nullable BackToWallets back)
            implements InvoicePaymentEvent {
        /** One of which no wallet gets anything. */
        public LinesCredited(
                InvoiceId invoiceId,
                CreditNoteId creditNoteId,
                Kind kind,
                CreditNoteDocument note,
                Instant creditedAt) {
            this(invoiceId, creditNoteId, kind, note, creditedAt, null);
        }

        /** What wallets get back, debit by debit. */
        public List<CreditBurnt> credits() {
            return back == null ? List.of() : back.credits();
        }

        /** What of it is money: owed no longer, or given back as such. */
        public Money money() {
            return credits().stream().map(CreditBurnt::amount).reduce(note.total(), Money::minus);
        }
    }

    /** A credit note that had lowered what is owed was undone. */
    record CreditTakenBack(InvoiceId invoiceId, CreditNoteId creditNoteId, Instant takenBackAt)
            implements InvoicePaymentEvent {}

    /** Every attempt to collect it by itself failed. */
    record CollectionGivenUp(InvoiceId invoiceId, Instant givenUpAt)
            implements InvoicePaymentEvent {}

    /**
     * Its due date was over.
     *
     * @param remaining what was left to pay then; it is overdue if that is more than zero
     */
    record DueDatePassed(InvoiceId invoiceId, Money remaining, Instant passedAt)
            implements InvoicePaymentEvent {}

    /** What was left is not expected any more. */
    record WrittenOff(
            InvoiceId invoiceId, Money amount, @Nullable String reason, Instant writtenOffAt)
            implements InvoicePaymentEvent {}
}
