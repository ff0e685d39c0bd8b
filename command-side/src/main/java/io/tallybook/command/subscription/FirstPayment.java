package io.tallybook.command.subscription;

import io.tallybook.command.Decision;
import io.tallybook.command.subscription.SubscriptionState.Incomplete;
import io.tallybook.command.subscription.SubscriptionState.Planned;
import io.tallybook.core.Rejection;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.FirstInvoice;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionEvent.Missed;
import io.tallybook.core.subscription.SubscriptionEvent.PaymentAwaited;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is held back until its first invoice is paid.
 *
 * <pre>
 *  begun ──► incomplete ── paid ──► active
 *                └─ not in time, void, cancelled ──► ended: nothing of it is charged
 * </pre>
 *
 * <p>It never waits beyond the period that the invoice is for, so that none is charged after it.
 */
final class FirstPayment {
    private FirstPayment() {}

    /** What a beginning waits for; empty if it does not. */
    static Optional<PaymentAwaited> awaited(SubscriptionEvent.Activated begun, Instant at) {
        Instant start = begun.firstPeriod().start();
        return FirstInvoice.isAwaited(begun.terms())
                ? FirstInvoice.of(begun.subscriptionId(), begun.terms())
                        .map(
                                opening ->
                                        awaited(
                                                begun.subscriptionId(),
                                                begun.terms(),
                                                opening,
                                                start.isAfter(at) ? start : at))
                : Optional.empty();
    }

    /** What the period after a trial waits for; empty if it does not. */
    static Optional<PaymentAwaited> awaitedAfterTrial(
            SubscriptionId id, SubscriptionTerms terms, int index, BillingPeriod period) {
        return FirstInvoice.isAwaited(terms)
                ? FirstInvoice.afterTrial(id, terms, index, period)
                        .map(opening -> awaited(id, terms, opening, period.start()))
                : Optional.empty();
    }

    /** Whether the next period cannot begin together with anything else: it is paid first. */
    static boolean followsTrial(SubscriptionTerms terms, int index) {
        return index == 0
                && FirstInvoice.isAwaited(terms)
                && SubscriptionPeriods.of(terms).trial().isPresent();
    }

    private static PaymentAwaited awaited(
            SubscriptionId id, SubscriptionTerms terms, InvoiceOpening opening, Instant since) {
        return new PaymentAwaited(
                id,
                InvoiceId.derived(opening),
                since,
                FirstInvoice.payableUntil(terms, since, opening.period()));
    }

    /** Whether what is waited for cannot come in time. */
    static boolean comesTooLate(PaymentAwaited awaited) {
        return !awaited.since().isBefore(awaited.until());
    }

    static Rejection tooLate(SubscriptionEvent.Activated begun, PaymentAwaited awaited) {
        return Rejection.field(
                "start_date",
                begun.terms().startDate().toString(),
                "a start whose first period is not over at "
                        + awaited.since()
                        + ", or payment_behavior default_active: it ended at "
                        + awaited.until());
    }

    /** Whether a period was closed before what is waited for. */
    static boolean hasRenewed(SubscriptionState state, SubscriptionCommand.Renew c) {
        return state instanceof Incomplete waiting
                && waiting.active().scope().equals(c.scope())
                && c.periodIndex() < waiting.active().periodIndex();
    }

    /** Serves what was held back; what runs waits for nothing. */
    static Decision<SubscriptionEvent> confirm(
            SubscriptionState state, SubscriptionCommand.ConfirmFirstPayment c) {
        if (state instanceof Incomplete waiting && waiting.active().scope().equals(c.scope())) {
            InvoiceId awaited = waiting.awaited().invoiceId();
            return awaited.equals(c.invoiceId())
                    ? Decision.accepted(
                            new SubscriptionEvent.PaymentArrived(
                                    c.subscriptionId(), c.invoiceId(), c.at()))
                    : Decision.refused(
                            Rejection.field(
                                    "invoice_id",
                                    c.invoiceId().value(),
                                    "the invoice that is waited for, " + awaited));
        }
        return nothingToDo(state, c);
    }

    /** Ends what is held back; what runs waits for nothing. */
    static Decision<SubscriptionEvent> giveUp(
            SubscriptionState state, SubscriptionCommand.GiveUpFirstPayment c) {
        if (state instanceof Incomplete waiting && waiting.active().scope().equals(c.scope())) {
            return c.because() == Missed.TIMED_OUT && c.at().isBefore(waiting.awaited().until())
                    ? Decision.refused(isAwaited(waiting.awaited()))
                    : Decision.accepted(ended(waiting, c.at(), reason(c.because()), c.because()));
        }
        return nothingToDo(state, c);
    }

    private static Decision<SubscriptionEvent> nothingToDo(
            SubscriptionState state, SubscriptionCommand c) {
        return SubscriptionDecider.ofRunning(
                state,
                c.subscriptionId(),
                c.scope(),
                _ -> Decision.alreadyDone(),
                _ -> Decision.alreadyDone(),
                _ -> Decision.alreadyDone());
    }

    /** Cancels what is held back: at once, since nothing of it is served. */
    static Decision<SubscriptionEvent> cancel(Incomplete waiting, SubscriptionCommand.Cancel c) {
        if (c.type() != CancellationType.IMMEDIATE) {
            return Decision.refused(
                    Rejection.field(
                            "cancellation_type",
                            c.type().name(),
                            "IMMEDIATE while its first invoice is not paid"));
        }
        Running running = Running.of(c.subscriptionId(), waiting.active(), waiting.planned());
        return SubscriptionDecider.brokenCancellation(running, c)
                .or(() -> SuccessionRules.notServed(c, "incomplete"))
                .<Decision<SubscriptionEvent>>map(Decision::refused)
                .orElseGet(
                        () -> Decision.accepted(ended(waiting, c.at(), c.reason(), Missed.ENDED)));
    }

    /** Performs an end that has come before the payment. */
    static Decision<SubscriptionEvent> end(Incomplete waiting, SubscriptionCommand.End c) {
        return Running.of(c.subscriptionId(), waiting.active(), waiting.planned())
                .dueBy(c.at())
                .<Decision<SubscriptionEvent>>map(
                        due ->
                                Decision.accepted(
                                        ended(waiting, due.cancelAt(), due.reason(), Missed.ENDED)))
                .orElseGet(Decision::alreadyDone);
    }

    /** Nothing else is done with it before. */
    static Rejection isAwaited(PaymentAwaited awaited) {
        return Rejection.invalidOperation(
                "subscription '"
                        + awaited.subscriptionId()
                        + "' is incomplete: invoice '"
                        + awaited.invoiceId()
                        + "' has to be paid first, until "
                        + awaited.until());
    }

    private static List<SubscriptionEvent> ended(
            Incomplete waiting, Instant at, @Nullable String reason, Missed because) {
        PaymentAwaited awaited = waiting.awaited();
        Running running = Running.of(awaited.subscriptionId(), waiting.active(), waiting.planned());
        var end = new Planned(CancellationType.IMMEDIATE, at, at, reason, null);
        List<SubscriptionEvent> all = new ArrayList<>(running.ended(end, OpenUsage.FORGIVEN));
        all.add(
                new SubscriptionEvent.PaymentMissed(
                        awaited.subscriptionId(), awaited.invoiceId(), at, because));
        return List.copyOf(all);
    }

    private static String reason(Missed because) {
        return switch (because) {
            case TIMED_OUT -> "its first invoice was not paid in time";
            case INVOICE_VOIDED -> "its first invoice was declared void";
            case ENDED -> "it has come to its end";
        };
    }
}
