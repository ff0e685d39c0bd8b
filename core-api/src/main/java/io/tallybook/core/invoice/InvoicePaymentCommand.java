package io.tallybook.core.invoice;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import io.tallybook.core.creditnote.CreditNoteDocument;
import io.tallybook.core.creditnote.CreditNoteId;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.RefundId;
import io.tallybook.domain.money.Money;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked of what is owed on an invoice. */
public sealed interface InvoicePaymentCommand extends Command {
    @TargetAggregateIdentifier
    InvoiceId invoiceId();

    /**
     * Keeps a part of what is owed for an attempt of a payment, so that no other asks for the same
     * money meanwhile; as much as is free, up to {@code atMost}, and refused if that is less than
     * {@code atLeast}.
     */
    record HoldPayment(
            InvoiceId invoiceId,
            Scope scope,
            Instant at,
            PaymentId paymentId,
            int attempt,
            Money atLeast,
            Money atMost)
            implements InvoicePaymentCommand {}

    /**
     * The attempt brought nothing: what was kept for it is free again.
     *
     * @param givenUpAt when it was given up, if nobody tries again by themselves
     */
    record ReleasePayment(
            InvoiceId invoiceId,
            Scope scope,
            Instant at,
            PaymentId paymentId,
            int attempt,
            @Nullable Instant givenUpAt)
            implements InvoicePaymentCommand {}

    /**
     * Money came: it is never refused, be it too much or the invoice void. Once for each payment.
     */
    record ApplyPayment(
            InvoiceId invoiceId, Scope scope, Instant at, PaymentId paymentId, Money amount)
            implements InvoicePaymentCommand {}

    /**
     * Has what is left of a payment given back, up to an amount, and refuses where nothing is left;
     * once for each refund id. It is kept here until the payment has given it back, so that nothing
     * else gives back the same money.
     */
    record OrderRefund(InvoiceId invoiceId, Scope scope, Instant at, MoneyBack atMost)
            implements InvoicePaymentCommand {}

    /** Money went back to the customer; once for each refund id. */
    record ApplyRefund(
            InvoiceId invoiceId,
            Scope scope,
            Instant at,
            PaymentId paymentId,
            RefundId refundId,
            Money amount)
            implements InvoicePaymentCommand {}

    /**
     * Takes what a credit note says off its lines: off what is owed while something is, else off
     * what was paid. Once for each note.
     */
    record CreditLines(
            InvoiceId invoiceId,
            Scope scope,
            Instant at,
            CreditNoteId creditNoteId,
            CreditNoteDocument note)
            implements InvoicePaymentCommand {}

    /**
     * Takes what was billed too much off its lines: what is still owed is lowered first, and what
     * of it was paid goes back by a note of its own. Once for each correction.
     */
    record CreditCorrection(
            InvoiceId invoiceId, Scope scope, Instant at, Correction.Notes correction)
            implements InvoicePaymentCommand {}

    /** Undoes a credit note that lowered what is owed. */
    record TakeBackCredit(InvoiceId invoiceId, Scope scope, Instant at, CreditNoteId creditNoteId)
            implements InvoicePaymentCommand {}

    /** Nobody tries any longer to collect it by itself, until something is paid. */
    record GiveUpCollection(InvoiceId invoiceId, Scope scope, Instant at)
            implements InvoicePaymentCommand {}

    /** Its due date is over: what is left to pay is overdue. */
    record PassDueDate(InvoiceId invoiceId, Scope scope, Instant at)
            implements InvoicePaymentCommand {}

    /** Expects what is left no longer; refused while somebody is being asked for it. */
    record WriteOff(InvoiceId invoiceId, Scope scope, Instant at, @Nullable String reason)
            implements InvoicePaymentCommand {}
}
