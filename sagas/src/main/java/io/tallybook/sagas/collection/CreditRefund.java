package io.tallybook.sagas.collection;

import io.tallybook.core.Command;
import io.tallybook.core.Ulid;
import io.tallybook.core.creditnote.CreditNoteDocument;
import io.tallybook.core.creditnote.CreditNoteDocument.Kind;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.InvoicePaymentEvent.LinesCredited;
import io.tallybook.core.payment.PaymentEvent.Refunded;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.sagas.Answer;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.unusedcredit.ChosenWallets;
import java.util.Map;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;

/**
 * Gives back, as credits of the customer's wallet, what a credit note took off what was paid in
 * money, and what of a payment goes back by a wallet. What credits had paid goes back as due work,
 * into the same wallets.
 *
 * <p>Every id follows from the credit note or the refund, so a repeat gives nothing twice.
 */
@ProcessingGroup(CreditRefund.PROCESSOR)
public final class CreditRefund {
    public static final String PROCESSOR = "process.credit-refund";
    private static final String NAME = "credit_refund";

    private final ChosenWallets wallets;
    private final ProcessCommands commands;

    public CreditRefund(ChosenWallets wallets, ProcessCommands commands) {
        this.wallets = wallets;
        this.commands = commands;
    }

    @EventHandler
    void on(LinesCredited event, EventMessage<?> message) {
        if (event.kind() == Kind.REFUND && event.money().isPositive()) {
            give(gift(event), Occurrence.of(message));
        }
    }

    @EventHandler
    void on(Refunded event, EventMessage<?> message) {
        CustomerId customer = event.toWalletOf();
        if (customer != null) {
            give(gift(event, customer), Occurrence.of(message));
        }
    }

    static GivenToWallet gift(LinesCredited event) {
        CreditNoteDocument note = event.note();
        return new GivenToWallet(
                note.customerId(),
                event.money(),
                event.creditNoteId().refund(),
                event.creditNoteId().value(),
                "Given back by credit note " + event.creditNoteId(),
                Map.of(
                        "credit_note_id",
                        event.creditNoteId().value(),
                        "invoice_id",
                        event.invoiceId().value()));
    }

    static GivenToWallet gift(Refunded event, CustomerId customer) {
        String refund = event.refundId().value();
        return new GivenToWallet(
                customer,
                event.amount(),
                WalletTransactionId.of(Ulid.derived(event.refundedAt(), "refund", refund)),
                refund,
                "Given back of payment " + event.paymentId(),
                Map.of(
                        "payment_id",
                        event.paymentId().value(),
                        "invoice_id",
                        event.invoiceId().value()));
    }

    private void give(GivenToWallet gift, Occurrence when) {
        WalletId chosen =
                wallets.of(when.scope(), gift.cause(), gift.customer(), gift.amount().currency());
        Answer answer = give(gift, chosen, when);
        // A wallet that takes no credits any more: there is always another.
        if (answer instanceof Answer.Refused && !chosen.equals(gift.own())) {
            give(gift, gift.own(), when);
        }
    }

    private Answer give(GivenToWallet gift, WalletId wallet, Occurrence when) {
        Answer answer = new Answer.Accepted();
        for (Command command : gift.into(wallet, when)) {
            answer = commands.send(NAME, when, command);
        }
        return answer;
    }
}
