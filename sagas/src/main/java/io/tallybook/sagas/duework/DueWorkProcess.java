package io.tallybook.sagas.duework;

import static io.tallybook.sagas.duework.DueKind.BOOK;
import static io.tallybook.sagas.duework.DueKind.BOOK_REFUND;
import static io.tallybook.sagas.duework.DueKind.CHARGE;
import static io.tallybook.sagas.duework.DueKind.COMPUTE_DRAFT;
import static io.tallybook.sagas.duework.DueKind.END;
import static io.tallybook.sagas.duework.DueKind.END_GRACE;
import static io.tallybook.sagas.duework.DueKind.FINALIZE;
import static io.tallybook.sagas.duework.DueKind.GIVE_UP;
import static io.tallybook.sagas.duework.DueKind.ISSUE_NOTE;
import static io.tallybook.sagas.duework.DueKind.PASS_DUE_DATE;
import static io.tallybook.sagas.duework.DueKind.PAUSE;
import static io.tallybook.sagas.duework.DueKind.REFUND;
import static io.tallybook.sagas.duework.DueKind.RENEW;
import static io.tallybook.sagas.duework.DueKind.RESUME;
import static io.tallybook.sagas.duework.DueKind.RETRY;
import static io.tallybook.sagas.duework.DueKind.VOID_NOTE;

import io.tallybook.core.creditnote.CreditNoteEvent;
import io.tallybook.core.invoice.CreditBurnt;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoicePaymentEvent;
import io.tallybook.core.invoice.MoneyBack;
import io.tallybook.core.payment.PaymentEvent;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.subscription.Amendment;
import io.tallybook.core.subscription.PauseId;
import io.tallybook.core.subscription.PauseOrder;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionType;
import io.tallybook.core.subscription.Unspent;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.cancellation.CancellationProcess;
import io.tallybook.sagas.duework.DueChange.Free;
import io.tallybook.sagas.duework.DueChange.Owe;
import io.tallybook.sagas.duework.DueChange.Reschedule;
import io.tallybook.sagas.duework.DueChange.Settle;
import io.tallybook.sagas.duework.DueChange.SettleFrom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What is owed, from events alone. A duty ends with the event that keeps its promise, not with the
 * command that was sent for it; and what follows from it is owed by that same event or an earlier
 * one, so that there is no moment at which work to come is owed by nobody.
 */
final class DueWorkProcess {
    private DueWorkProcess() {}

    static List<DueChange> react(SubscriptionEvent event, Occurrence when) {
        var subscription = event.subscriptionId();
        return switch (event) {
            case SubscriptionEvent.Drafted _,
                    SubscriptionEvent.TrialEnded _,
                    SubscriptionEvent.PaymentMissed _ ->
                    List.of();
            case SubscriptionEvent.PaymentAwaited e ->
                    List.of(new Owe(when.scope(), e.until(), new Duty.GiveUp(subscription)));
            case SubscriptionEvent.PaymentArrived e ->
                    List.of(
                            new Settle(GIVE_UP, subscription, 0),
                            new Free(subscription, e.arrivedAt()));
            case SubscriptionEvent.Activated e -> activated(e, when);
            case SubscriptionEvent.Renewed e -> renewed(e, when);
            case SubscriptionEvent.GroupLeft e ->
                    e.withheld().stream()
                            .<DueChange>map(
                                    one ->
                                            new Owe(
                                                    when.scope(),
                                                    one.period().end(),
                                                    new Duty.Renew(subscription, one.index())))
                            .toList();
            case SubscriptionEvent.TrialChanged e ->
                    List.of(
                            new Owe(
                                    when.scope(),
                                    e.trial().end(),
                                    new Duty.Renew(subscription, 0)));
            case SubscriptionEvent.LinesChanged e -> changed(e, when);
            case SubscriptionEvent.HeirsChanged _,
                    SubscriptionEvent.GroupChanged _,
                    SubscriptionEvent.GroupJoined _,
                    SubscriptionEvent.ThresholdCrossed _,
                    SubscriptionEvent.Remetered _,
                    SubscriptionEvent.ChangeScheduled _,
                    SubscriptionEvent.ChangeWithdrawn _ ->
                    List.of();
            case SubscriptionEvent.PauseScheduled e ->
                    List.of(
                            new Owe(
                                    when.scope(),
                                    e.order().start(),
                                    new Duty.Pause(subscription, e.order().id())));
            case SubscriptionEvent.PauseWithdrawn e -> List.of(new Settle(PAUSE, e.pauseId(), 0));
            case SubscriptionEvent.Paused e -> paused(e, when);
            case SubscriptionEvent.Resumed e -> resumed(e, when);
            case SubscriptionEvent.CancellationScheduled e ->
                    List.of(
                            new Owe(
                                    when.scope(),
                                    e.cancelAt(),
                                    new Duty.End(subscription, Duty.Ending.CANCELLATION)));
            case SubscriptionEvent.CancellationWithdrawn _ -> {
                var end = new Duty.End(subscription, Duty.Ending.CANCELLATION);
                yield List.of(new Settle(end.kind(), subscription, end.index()));
            }
            case SubscriptionEvent.Cancelled e -> cancelled(e, when);
        };
    }

    private static List<DueChange> activated(SubscriptionEvent.Activated event, Occurrence when) {
        if (event.terms().type() == SubscriptionType.INHERITED) {
            return List.of(); // it ends with the one that it is inherited from
        }
        List<DueChange> changes = new ArrayList<>();
        changes.add(
                new Owe(
                        when.scope(),
                        event.firstPeriod().end(),
                        new Duty.Renew(event.subscriptionId(), 0)));
        var end = event.terms().endDate();
        if (end != null) {
            changes.add(
                    new Owe(
                            when.scope(),
                            end,
                            new Duty.End(event.subscriptionId(), Duty.Ending.END_DATE)));
        }
        return List.copyOf(changes);
    }

    // What is on another's invoice is owed by that, and no invoice of its own follows.
    private static List<DueChange> renewed(SubscriptionEvent.Renewed event, Occurrence when) {
        var subscription = event.subscriptionId();
        var next =
                new Owe(
                        when.scope(),
                        event.nextPeriod().end(),
                        new Duty.Renew(subscription, event.closedIndex() + 1));
        return event.groupedWith() == null
                ? List.of(next)
                : List.of(next, new Settle(RENEW, subscription, event.closedIndex()));
    }

    // What was served until then is owed its invoice; no period ends before it is resumed.
    private static List<DueChange> paused(SubscriptionEvent.Paused event, Occurrence when) {
        var subscription = event.subscriptionId();
        PauseOrder order = event.order();
        List<DueChange> changes = new ArrayList<>();
        changes.add(new SettleFrom(RENEW, subscription, event.periodIndex()));
        changes.add(
                event.invoicedPeriod() == null
                        ? new Settle(PAUSE, order.id(), 0)
                        : new Owe(
                                when.scope(),
                                order.start(),
                                new Duty.Pause(subscription, order.id())));
        if (order.resumesAt() != null) {
            changes.add(new Owe(when.scope(), order.resumesAt(), new Duty.Resume(subscription)));
        }
        return List.copyOf(changes);
    }

    // A period that begins by it is invoiced: until then that is owed in the name of the one
    // before.
    private static List<DueChange> resumed(SubscriptionEvent.Resumed event, Occurrence when) {
        var subscription = event.subscriptionId();
        List<DueChange> changes = new ArrayList<>();
        changes.add(new Settle(RESUME, subscription, 0));
        changes.add(
                new Owe(
                        when.scope(),
                        event.openPeriod().end(),
                        new Duty.Renew(subscription, event.periodIndex())));
        if (event.beginsPeriod()) {
            changes.add(
                    new Owe(
                            when.scope(),
                            event.resumedAt(),
                            new Duty.Renew(subscription, event.periodIndex() - 1)));
        }
        return List.copyOf(changes);
    }

    private static List<DueChange> changed(SubscriptionEvent.LinesChanged event, Occurrence when) {
        Amendment amendment = event.amendment();
        return amendment == null
                ? List.of()
                : unused(
                        new Duty.UnusedAmount(
                                event.subscriptionId(),
                                amendment.changeId(),
                                amendment.unused(),
                                amendment.excess()),
                        amendment.at(),
                        when);
    }

    private static List<DueChange> unused(Duty.UnusedAmount unused, Instant at, Occurrence when) {
        return unused.amount().isPositive()
                ? List.of(
                        new Owe(when.scope(), when.effectiveAt(), Duty.CreditUnused.of(at, unused)))
                : List.of();
    }

    // Periods that were closed before keep their rows until their invoices are open. The last
    // invoice is owed like any other work, also when nobody had planned the end.
    private static List<DueChange> cancelled(SubscriptionEvent.Cancelled event, Occurrence when) {
        var subscription = event.subscriptionId();
        List<DueChange> changes = new ArrayList<>();
        changes.add(new SettleFrom(RENEW, subscription, event.periodIndex()));
        changes.add(new SettleFrom(END, subscription, 0));
        changes.add(new Settle(GIVE_UP, subscription, 0));
        changes.add(new Free(subscription, event.cancelledAt()));
        changes.add(new Settle(RESUME, subscription, 0));
        InvoiceId unpaid = event.unpaid();
        if (unpaid != null) {
            changes.add(new Settle(END_GRACE, unpaid, 0));
        }
        Unspent unspent = event.unspent();
        if (unspent != null) {
            changes.addAll(
                    unused(
                            new Duty.UnusedAmount(
                                    subscription,
                                    subscription.value(),
                                    unspent.parts(),
                                    unspent.toWallet()),
                            event.cancelledAt(),
                            when));
        }
        if (CancellationProcess.lastPeriod(event).isPresent()) {
            changes.add(
                    new Owe(
                            when.scope(),
                            event.cancelledAt(),
                            new Duty.End(subscription, Duty.Ending.CANCELLATION)));
        }
        return List.copyOf(changes);
    }

    static List<DueChange> react(InvoiceEvent event, Occurrence when) {
        var invoice = event.invoiceId();
        return switch (event) {
            case InvoiceEvent.Opened e -> opened(e, when);
            case InvoiceEvent.FinalizationRequested e ->
                    List.of(new Reschedule(FINALIZE, invoice, e.finalizeAt()));
            case InvoiceEvent.ComputationRequested e ->
                    List.of(
                            new Owe(
                                    when.scope(),
                                    e.requestedAt(),
                                    new Duty.ComputeDraft(invoice, e.opening())));
            // What is computed for good is shown by that.
            case InvoiceEvent.Computed _, InvoiceEvent.DraftComputed _ ->
                    List.of(new Settle(COMPUTE_DRAFT, invoice, 0));
            case InvoiceEvent.CommunicationRequested _ -> List.of();
            case InvoiceEvent.Described e -> described(e);
            case InvoiceEvent.Skipped _ ->
                    List.of(
                            new Settle(FINALIZE, invoice, 0),
                            new Settle(COMPUTE_DRAFT, invoice, 0),
                            new Free(invoice, when.effectiveAt()));
            // What is parked is owed by nobody until an operator lets it go on.
            case InvoiceEvent.Parked _ -> List.of(new Settle(FINALIZE, invoice, 0));
            case InvoiceEvent.Released e ->
                    List.of(
                            new Owe(
                                    when.scope(),
                                    e.releasedAt(),
                                    new Duty.FinalizeInvoice(invoice, e.opening())));
            case InvoiceEvent.Finalized e -> finalized(e, when);
            case InvoiceEvent.Voided e -> voided(e, when);
            case InvoicePaymentEvent e -> react(e, when);
        };
    }

    // On what comes to nothing there is nothing that could become overdue.
    private static List<DueChange> finalized(InvoiceEvent.Finalized e, Occurrence when) {
        var settled = new Settle(FINALIZE, e.invoiceId(), 0);
        var known = new Free(e.invoiceId(), when.effectiveAt());
        return e.totals().total().isPositive()
                ? List.of(
                        settled,
                        known,
                        new Owe(when.scope(), e.dueDate(), new Duty.PassDueDate(e.invoiceId())))
                : List.of(settled, known);
    }

    private static List<DueChange> described(InvoiceEvent.Described e) {
        Instant dueDate = e.details().dueDate();
        return dueDate == null
                ? List.of()
                : List.of(new Reschedule(PASS_DUE_DATE, e.invoiceId(), dueDate));
    }

    private static List<DueChange> react(InvoicePaymentEvent event, Occurrence when) {
        return switch (event) {
            case InvoicePaymentEvent.PaymentApplied e ->
                    List.of(new SettleFrom(BOOK, e.paymentId(), 0));
            case InvoicePaymentEvent.PaymentReleased e ->
                    List.of(new Settle(BOOK, e.paymentId(), e.attempt()));
            case InvoicePaymentEvent.RefundOrdered e ->
                    List.of(
                            new Owe(
                                    when.scope(),
                                    e.orderedAt(),
                                    new Duty.Refund(e.money().refundId(), e.money())));
            case InvoicePaymentEvent.RefundApplied e ->
                    List.of(new Settle(BOOK_REFUND, e.refundId(), 0));
            case InvoicePaymentEvent.LinesCredited e -> credited(e, when);
            case InvoicePaymentEvent.CreditTakenBack e ->
                    List.of(
                            new Owe(
                                    when.scope(),
                                    e.takenBackAt(),
                                    new Duty.VoidNote(e.creditNoteId())));
            case InvoicePaymentEvent.DueDatePassed e -> overdue(e, when);
            case InvoicePaymentEvent.PaymentHeld _,
                    InvoicePaymentEvent.CollectionGivenUp _,
                    InvoicePaymentEvent.WrittenOff _ ->
                    List.of();
        };
    }

    private static List<DueChange> overdue(InvoicePaymentEvent.DueDatePassed e, Occurrence when) {
        var settled = new Settle(PASS_DUE_DATE, e.invoiceId(), 0);
        return e.remaining().isPositive()
                ? List.of(
                        settled,
                        new Owe(when.scope(), e.passedAt(), new Duty.EndGrace(e.invoiceId())))
                : List.of(settled);
    }

    private static List<DueChange> credited(InvoicePaymentEvent.LinesCredited e, Occurrence when) {
        List<DueChange> changes = new ArrayList<>();
        for (CreditBurnt credit : e.credits()) {
            changes.add(
                    new Owe(
                            when.scope(),
                            e.creditedAt(),
                            new Duty.GiveBackPart(
                                    e.creditNoteId().backOf(credit.transactionId()),
                                    new Duty.NotedCredit(e.creditNoteId(), credit))));
        }
        changes.add(
                new Owe(
                        when.scope(),
                        e.creditedAt(),
                        new Duty.IssueNote(
                                e.creditNoteId(), new Duty.Credited(e.note(), e.kind()))));
        return List.copyOf(changes);
    }

    static List<DueChange> react(CreditNoteEvent event) {
        return switch (event) {
            case CreditNoteEvent.Drafted _ -> List.of();
            case CreditNoteEvent.Issued e -> List.of(new Settle(ISSUE_NOTE, e.creditNoteId(), 0));
            case CreditNoteEvent.Voided e -> List.of(new Settle(VOID_NOTE, e.creditNoteId(), 0));
        };
    }

    /** The invoice hears of everything that came of its payments, also after a crash. */
    static List<DueChange> react(PaymentEvent event, Occurrence when) {
        var payment = event.paymentId();
        return switch (event) {
            case PaymentEvent.AttemptBegun e ->
                    List.of(
                            new SettleFrom(RETRY, payment, 0),
                            new Owe(
                                    when.scope(),
                                    when.effectiveAt(),
                                    new Duty.Charge(payment, e.attempt(), e.payment())));
            case PaymentEvent.CustomerAsked _ -> List.of(new SettleFrom(CHARGE, payment, 0));
            case PaymentEvent.Succeeded e ->
                    List.of(
                            new SettleFrom(CHARGE, payment, 0),
                            new SettleFrom(RETRY, payment, 0),
                            new Owe(
                                    when.scope(),
                                    e.succeededAt(),
                                    new Duty.Book(
                                            payment,
                                            e.attempt(),
                                            new Duty.Booking(e.invoiceId(), e.amount(), null))));
            case PaymentEvent.Declined e -> declined(e, when);
            case PaymentEvent.Voided e -> voided(e, when);
            case PaymentEvent.Refunded e ->
                    List.of(
                            new Settle(REFUND, e.refundId(), 0),
                            new Owe(
                                    when.scope(),
                                    e.refundedAt(),
                                    new Duty.BookRefund(
                                            e.refundId(),
                                            new Duty.BookedRefund(
                                                    e.invoiceId(), payment, e.amount()))));
            case PaymentEvent.Deleted _ -> List.of(new SettleFrom(RETRY, payment, 0));
            case PaymentEvent.Created _, PaymentEvent.Described _ -> List.of();
        };
    }

    // Attempt 0 is what somebody says: nothing was kept for it.
    private static List<DueChange> declined(PaymentEvent.Declined e, Occurrence when) {
        List<DueChange> changes = new ArrayList<>();
        changes.add(new SettleFrom(CHARGE, e.paymentId(), 0));
        Instant next = e.nextAttemptAt();
        if (e.attempt() > 0) {
            changes.add(
                    released(
                            e.paymentId(),
                            e.attempt(),
                            e.failedAt(),
                            new Duty.Booking(
                                    e.invoiceId(), null, next == null ? e.failedAt() : null),
                            when));
        }
        changes.add(new SettleFrom(RETRY, e.paymentId(), 0));
        if (next != null) {
            changes.add(
                    new Owe(when.scope(), next, new Duty.Retry(e.paymentId(), e.attempt() + 1)));
        }
        return List.copyOf(changes);
    }

    private static List<DueChange> voided(PaymentEvent.Voided e, Occurrence when) {
        List<DueChange> changes = new ArrayList<>();
        changes.add(new SettleFrom(CHARGE, e.paymentId(), 0));
        changes.add(new SettleFrom(RETRY, e.paymentId(), 0));
        if (e.attempt() > 0) {
            changes.add(
                    released(
                            e.paymentId(),
                            e.attempt(),
                            e.voidedAt(),
                            new Duty.Booking(e.invoiceId(), null, null),
                            when));
        }
        return List.copyOf(changes);
    }

    private static DueChange released(
            PaymentId payment, int attempt, Instant at, Duty.Booking booking, Occurrence when) {
        return new Owe(when.scope(), at, new Duty.Book(payment, attempt, booking));
    }

    private static List<DueChange> opened(InvoiceEvent.Opened event, Occurrence when) {
        var opening = event.opening();
        var finalize =
                new Owe(
                        event.scope(),
                        opening.finalizeAt(),
                        new Duty.FinalizeInvoice(event.invoiceId(), opening));
        if (!opening.followsTerms() || opening.replaces() != null) {
            return List.of(finalize);
        }
        // What waits for the next invoice of a subscription waits for this one from now on.
        List<DueChange> changes = new ArrayList<>();
        changes.add(finalize);
        changes.addAll(settled(opening));
        Stream.concat(Stream.of(opening.subscription()), opening.children().stream())
                .forEach(charged -> changes.add(new Free(charged, when.effectiveAt())));
        return List.copyOf(changes);
    }

    private static List<DueChange> settled(InvoiceOpening opening) {
        return switch (opening.reason()) {
            case SUBSCRIPTION_CREATE,
                    SUBSCRIPTION_UPDATE,
                    SUBSCRIPTION_TRIAL_START,
                    PRORATION,
                    MANUAL,
                    AUTO_INVOICE_THRESHOLD,
                    WALLET_AUTO_TOPUP,
                    CORRECTION ->
                    List.of();
            case SUBSCRIPTION_PAUSE -> List.of(new Settle(PAUSE, pauseOf(opening), 0));
            // Its period is the one that follows the trial, or the pause.
            case SUBSCRIPTION_TRIAL_END, SUBSCRIPTION_RESUME ->
                    List.of(new Settle(RENEW, opening.subscription(), opening.periodIndex() - 1));
            case SUBSCRIPTION_CYCLE ->
                    List.of(new Settle(RENEW, opening.subscription(), opening.periodIndex()));
            case SUBSCRIPTION_CANCEL -> List.of(new SettleFrom(END, opening.subscription(), 0));
        };
    }

    private static PauseId pauseOf(InvoiceOpening opening) {
        return new PauseId(
                Objects.requireNonNull(
                        opening.changeId(), "an invoice of a pause bears the id of it"));
    }

    private static List<DueChange> voided(InvoiceEvent.Voided event, Occurrence when) {
        List<DueChange> changes = new ArrayList<>();
        changes.add(new Settle(FINALIZE, event.invoiceId(), 0));
        changes.add(new Settle(COMPUTE_DRAFT, event.invoiceId(), 0));
        changes.add(new Settle(PASS_DUE_DATE, event.invoiceId(), 0));
        changes.add(new Free(event.invoiceId(), event.voidedAt()));
        for (CreditBurnt credit : event.credits()) {
            changes.add(new Owe(when.scope(), event.voidedAt(), new Duty.GiveBack(credit)));
        }
        for (MoneyBack money : event.moneyBack()) {
            var refund = new Duty.Refund(money.refundId(), money);
            changes.add(new Owe(when.scope(), event.voidedAt(), refund));
        }
        return List.copyOf(changes);
    }
}
