package io.tallybook.sagas.collection;

import io.tallybook.core.Command;
import io.tallybook.core.creditnote.CreditNoteDocument;
import io.tallybook.core.creditnote.CreditNoteDocument.Kind;
import io.tallybook.core.invoice.InvoicePaymentEvent.LinesCredited;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.sagas.Answer;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.unusedcredit.ChosenWallets;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;

/**
 * Gives back, as credits of the customer's wallet, what a credit note took off what was paid.
 *
 * <p>Every id follows from the credit note, so a repeat gives nothing twice.
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
        if (event.kind() != Kind.REFUND) {
            return;
        }
        Occurrence when = Occurrence.of(message);
        CreditNoteDocument note = event.note();
        WalletId own = ChosenWallets.ownOf(note.customerId(), note.currency());
        WalletId chosen =
                wallets.of(
                        when.scope(),
                        event.creditNoteId().value(),
                        note.customerId(),
                        note.currency());
        Answer answer = give(chosen, own, event, when);
        // A wallet that takes no credits any more: there is always another.
        if (answer instanceof Answer.Refused && !chosen.equals(own)) {
            give(own, own, event, when);
        }
    }

    private Answer give(WalletId wallet, WalletId own, LinesCredited event, Occurrence when) {
        Answer answer = new Answer.Accepted();
        for (Command command : commands(wallet, own, event, when)) {
            answer = commands.send(NAME, when, command);
        }
        return answer;
    }

    static List<Command> commands(
            WalletId wallet, WalletId own, LinesCredited event, Occurrence when) {
        CreditNoteDocument note = event.note();
        var topUp =
                new WalletCommand.TopUp(
                        wallet,
                        when.scope(),
                        when.effectiveAt(),
                        event.creditNoteId().refund(),
                        note.total().toDecimal(),
                        TransactionDocument.Reason.PURCHASED_CREDIT_DIRECT,
                        null,
                        null,
                        event.creditNoteId().value(),
                        "Given back by credit note " + event.creditNoteId(),
                        Map.of(
                                "credit_note_id",
                                event.creditNoteId().value(),
                                "invoice_id",
                                event.invoiceId().value()));
        if (!wallet.equals(own)) {
            return List.of(topUp);
        }
        var open =
                new WalletCommand.Create(
                        own,
                        when.scope(),
                        when.effectiveAt(),
                        new WalletDocument(
                                note.customerId(),
                                note.currency(),
                                "Unused credit",
                                null,
                                BigDecimal.ONE,
                                BigDecimal.ONE,
                                Map.of()));
        return List.of(open, topUp);
    }
}
