package io.tallybook.sagas.duework;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import io.tallybook.core.creditnote.CreditNoteCommand;
import io.tallybook.core.invoice.InvoicePaymentCommand;
import io.tallybook.core.payment.PaymentCommand;
import io.tallybook.core.subscription.ResumeMode;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.wallet.HoldDocument;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.sagas.GiveBacks;
import java.time.Instant;

/** The command of a duty, where it follows from the duty alone. */
final class DutyCommand {
    private DutyCommand() {}

    /** Errors: IllegalStateException for a duty that a {@link Preparation} is for. */
    static Command of(DueItem item) {
        Scope scope = item.scope();
        Instant at = item.dueAt();
        return switch (item.duty()) {
            case Duty.End end -> new SubscriptionCommand.End(end.subject(), scope, at);
            case Duty.GiveUp(var id) ->
                    new SubscriptionCommand.GiveUpFirstPayment(
                            id, scope, at, SubscriptionEvent.Missed.TIMED_OUT);
            case Duty.Pause(var id, var pause) ->
                    new SubscriptionCommand.BeginPause(id, scope, at, pause);
            case Duty.Resume(var id) ->
                    new SubscriptionCommand.Resume(id, scope, at, ResumeMode.AUTO);
            case Duty.Renew renew ->
                    new SubscriptionCommand.Renew(renew.subject(), scope, at, renew.index());
            case Duty.GiveBack(var credit) -> GiveBacks.of(scope, credit, at);
            case Duty.GiveBackPart(var id, var noted) ->
                    new WalletCommand.GiveBack(
                            noted.credit().walletId(),
                            scope,
                            at,
                            id,
                            noted.credit().transactionId(),
                            noted.credit().amount(),
                            noted.creditNoteId());
            case Duty.EndHold hold -> release(hold, scope, at);
            case Duty.ExpireCredit credit ->
                    new WalletCommand.Expire(credit.walletId(), scope, at, credit.subject());
            case Duty.TopUp topUp ->
                    new WalletCommand.TopUpByInterval(topUp.subject(), scope, at, topUp.index());
            case Duty.EndTopUpRest rest ->
                    new WalletCommand.EndTopUpRest(rest.subject(), scope, at, rest.index());
            case Duty.Book book -> Bookings.of(book, scope, at);
            case Duty.BookRefund book -> refund(book, scope, at);
            case Duty.Refund(var id, var money) ->
                    new PaymentCommand.Refund(
                            money.paymentId(),
                            scope,
                            at,
                            id,
                            money.amount(),
                            null,
                            money.toWalletOf());
            case Duty.Retry retry -> new PaymentCommand.Begin(retry.subject(), scope, at);
            case Duty.PassDueDate pass ->
                    new InvoicePaymentCommand.PassDueDate(pass.subject(), scope, at);
            case Duty.IssueNote issue -> issue(issue, scope, at);
            case Duty.VoidNote note -> new CreditNoteCommand.VoidNote(note.subject(), scope, at);
            case Duty.Charge _,
                    Duty.EndGrace _,
                    Duty.Announce _,
                    Duty.FinalizeInvoice _,
                    Duty.ComputeDraft _,
                    Duty.SyncPlan _,
                    Duty.ApplyGrant _,
                    Duty.CreditUnused _,
                    Duty.CreditWallet _ ->
                    throw new IllegalStateException(item + " has to be prepared");
        };
    }

    private static Command release(Duty.EndHold hold, Scope scope, Instant at) {
        return new WalletCommand.Release(
                hold.walletId(), scope, at, hold.subject(), HoldDocument.Status.TIMED_OUT);
    }

    private static Command refund(Duty.BookRefund book, Scope scope, Instant at) {
        return new InvoicePaymentCommand.ApplyRefund(
                book.refund().invoiceId(),
                scope,
                at,
                book.refund().paymentId(),
                book.subject(),
                book.refund().amount());
    }

    private static Command issue(Duty.IssueNote issue, Scope scope, Instant at) {
        return new CreditNoteCommand.Issue(
                issue.subject(), scope, at, issue.credited().note(), issue.credited().kind());
    }
}
