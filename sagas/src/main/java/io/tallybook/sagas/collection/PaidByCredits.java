package io.tallybook.sagas.collection;

import io.tallybook.core.creditnote.CreditNoteDocument.Kind;
import io.tallybook.core.creditnote.CreditNoteId;
import io.tallybook.core.invoice.InvoicePaymentEvent.LinesCredited;
import io.tallybook.core.invoice.InvoicePayments;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.PaymentMethodType;
import io.tallybook.core.payment.PaymentView;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.money.Money;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the credits of a wallet have paid as a payment of its own: it goes back to the same credits.
 *
 * @param debit the movement by which they were taken
 */
record PaidByCredits(WalletId wallet, WalletTransactionId debit) {

    /** Empty for a payment that no wallet was asked for. */
    static Optional<PaidByCredits> of(PaymentView payment) {
        String wallet = payment.payment().methodId();
        String debit = payment.reference();
        // One that somebody said had come took nothing from any wallet.
        return payment.payment().method() == PaymentMethodType.CREDITS
                        && wallet != null
                        && debit != null
                        && debit.startsWith(WalletTransactionId.PREFIX + "_")
                ? Optional.of(
                        new PaidByCredits(new WalletId(wallet), new WalletTransactionId(debit)))
                : Optional.empty();
    }

    /**
     * Which payments a credit note gives back, and how much of each: the latest first, after what
     * earlier notes have given back of them.
     */
    static Map<PaymentId, Money> noted(InvoicePayments money, LinesCredited event) {
        Money before = notedBefore(money, event.creditNoteId(), event.money());
        Money left = event.money();
        Map<PaymentId, Money> parts = new LinkedHashMap<>();
        for (PaymentId payment : money.latestFirst()) {
            Money kept = money.keptOf(payment);
            Money skipped = kept.min(before);
            before = before.minus(skipped);
            Money part = kept.minus(skipped).min(left);
            if (part.isPositive()) {
                parts.put(payment, part);
                left = left.minus(part);
            }
        }
        return parts;
    }

    private static Money notedBefore(InvoicePayments money, CreditNoteId note, Money any) {
        Money sum = Money.zero(any.currency());
        for (InvoicePayments.Note one : money.notes()) {
            if (one.creditNoteId().equals(note)) {
                return sum;
            }
            if (one.kind() == Kind.REFUND) {
                sum = sum.plus(one.amount());
            }
        }
        return sum;
    }
}
