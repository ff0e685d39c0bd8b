package io.tallybook.sagas.collection;

import io.tallybook.core.AwaitView;
import io.tallybook.core.Command;
import io.tallybook.core.Ulid;
import io.tallybook.core.ViewKind;
import io.tallybook.core.creditnote.CreditNoteDocument;
import io.tallybook.core.creditnote.CreditNoteDocument.Kind;
import io.tallybook.core.creditnote.CreditNoteId;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoicePaymentEvent.LinesCredited;
import io.tallybook.core.invoice.InvoiceQuery;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.payment.PaymentEvent.Refunded;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.PaymentQuery;
import io.tallybook.core.payment.PaymentView;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.money.Money;
import io.tallybook.sagas.Answer;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Replies;
import io.tallybook.sagas.unusedcredit.ChosenWallets;
import java.util.Map;
import java.util.Optional;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;

/**
 * Gives back, as credits of the customer's wallet, what a credit note took off what was paid in
 * money, and what of a payment goes back by a wallet. What credits had paid goes back to the same
 * credits: here where they were a payment of their own, as due work where the invoice took them.
 *
 * <p>Every id follows from the credit note or the refund, so a repeat gives nothing twice.
 */
@ProcessingGroup(CreditRefund.PROCESSOR)
public final class CreditRefund {
    public static final String PROCESSOR = "process.credit-refund";
    private static final String NAME = "credit_refund";

    private static final long VIEW_WAIT_MILLIS = 10_000;

    private final ChosenWallets wallets;
    private final QueryGateway queries;
    private final ProcessCommands commands;

    public CreditRefund(ChosenWallets wallets, QueryGateway queries, ProcessCommands commands) {
        this.wallets = wallets;
        this.queries = queries;
        this.commands = commands;
    }

    @EventHandler
    void on(LinesCredited event, DomainEventMessage<?> message) {
        if (event.kind() == Kind.REFUND && event.money().isPositive()) {
            Occurrence when = Occurrence.of(message);
            Money left = event.money();
            InvoiceView invoice = invoice(event.invoiceId(), message.getSequenceNumber(), when);
            for (var part : PaidByCredits.noted(invoice.money(), event).entrySet()) {
                left = left.minus(back(event, part.getKey(), part.getValue(), when));
            }
            if (left.isPositive()) {
                give(gift(event, left), when);
            }
        }
    }

    @EventHandler
    void on(Refunded event, DomainEventMessage<?> message) {
        Occurrence when = Occurrence.of(message);
        CustomerId customer = event.toWalletOf();
        PaymentView payment = payment(event.paymentId(), message.getSequenceNumber(), when);
        Optional<PaidByCredits> paid = PaidByCredits.of(payment);
        if (paid.isPresent()) {
            back(event, paid.get(), when);
        } else if (customer != null) {
            give(gift(event, customer), when);
        }
    }

    // A payment says no more of its money than when it came: any version will do.
    private Money back(LinesCredited event, PaymentId id, Money amount, Occurrence when) {
        Optional<PaidByCredits> paid = PaidByCredits.of(payment(id, 0, when));
        boolean given =
                paid.isPresent()
                        && sent(
                                paid.get(),
                                event.creditNoteId().backOf(paid.get().debit()),
                                amount,
                                event.creditNoteId(),
                                when);
        return given ? amount : Money.zero(amount.currency());
    }

    // Where a credit note has given back some of it, no more than the rest.
    private void back(Refunded event, PaidByCredits paid, Occurrence when) {
        WalletTransactionId id = refunding(event);
        if (!sent(paid, id, event.amount(), null, when)) {
            sent(paid, id, null, null, when);
        }
    }

    private boolean sent(
            PaidByCredits paid,
            WalletTransactionId id,
            @Nullable Money amount,
            @Nullable CreditNoteId note,
            Occurrence when) {
        var back =
                new WalletCommand.GiveBack(
                        paid.wallet(),
                        when.scope(),
                        when.effectiveAt(),
                        id,
                        paid.debit(),
                        amount,
                        note);
        return switch (commands.send(NAME, when, back)) {
            case Answer.Accepted _ -> true;
            case Answer.Refused _ -> false;
        };
    }

    private InvoiceView invoice(InvoiceId id, long version, Occurrence when) {
        shown(ViewKind.INVOICE, id.value(), version);
        Optional<InvoiceView> found =
                Replies.of(
                        queries.query(
                                new InvoiceQuery.ById(when.scope(), id),
                                ResponseTypes.optionalInstanceOf(InvoiceView.class)));
        return found.orElseThrow(() -> hidden("invoice", id.value()));
    }

    private PaymentView payment(PaymentId id, long version, Occurrence when) {
        shown(ViewKind.PAYMENT, id.value(), version);
        Optional<PaymentView> found =
                Replies.of(
                        queries.query(
                                new PaymentQuery.ById(when.scope(), id),
                                ResponseTypes.optionalInstanceOf(PaymentView.class)));
        return found.orElseThrow(() -> hidden("payment", id.value()));
    }

    private void shown(ViewKind kind, String id, long version) {
        Replies.of(
                queries.query(
                        new AwaitView(kind, id, version, VIEW_WAIT_MILLIS),
                        ResponseTypes.instanceOf(Boolean.class)));
    }

    private static IllegalStateException hidden(String kind, String id) {
        return new IllegalStateException("the view does not show " + kind + " " + id);
    }

    private static WalletTransactionId refunding(Refunded event) {
        return WalletTransactionId.of(
                Ulid.derived(event.refundedAt(), "refund", event.refundId().value()));
    }

    private static GivenToWallet gift(LinesCredited event, Money amount) {
        CreditNoteDocument note = event.note();
        return new GivenToWallet(
                note.customerId(),
                amount,
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
                refunding(event),
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
