package io.tallybook.command.subscription;

import io.tallybook.core.invoice.BillableLines;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.Promises;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.util.Optional;

/**
 * What is owed when service stops where nothing of a period was served: of what runs on through the
 * end of the stretch before, and of what was promised.
 *
 * <pre>
 *  monthly      ├── invoiced ──┤
 *  quarterly    ├──────────────┼ ─ ─ ─ ─ ─       stops here: no invoice of a period has it
 * </pre>
 */
final class LeftOpen {
    private LeftOpen() {}

    /** The stretch whose rest an end invoices; empty if nothing is left open of it. */
    static Optional<BillingPeriod> byEnd(Running running, Instant end) {
        return last(running, stopped(running.terms(), end))
                .filter(
                        served ->
                                leaves(
                                        running,
                                        running.terms(),
                                        served,
                                        BillingReason.SUBSCRIPTION_CANCEL));
    }

    /** The stretch whose rest a pause invoices; empty if nothing is left open of it. */
    static Optional<BillingPeriod> byPause(Running running, SubscriptionEvent.Paused pause) {
        return last(running, pause.order().start())
                .filter(
                        served ->
                                leaves(
                                        running,
                                        running.terms().after(pause),
                                        served,
                                        BillingReason.SUBSCRIPTION_PAUSE));
    }

    // What is paused has stopped before it ends, and so has what ends in the moment in which it
    // goes on.
    private static Instant stopped(SubscriptionTerms terms, Instant end) {
        Instant stop = end;
        for (Course.Pause pause : terms.coursed().pauses().reversed()) {
            if (pause.end() == null || pause.end().equals(stop)) {
                stop = pause.start();
            }
        }
        return stop;
    }

    /**
     * The stretch of service that was over at a moment; empty before charging begins, and where a
     * pause has ended then, which has invoiced all that was before.
     */
    private static Optional<BillingPeriod> last(Running running, Instant stop) {
        SubscriptionPeriods periods = SubscriptionPeriods.endless(running.terms());
        if (!stop.isAfter(periods.chargedFrom())) {
            return Optional.empty();
        }
        Instant begun = periods.period(periods.indexAt(stop.minusNanos(1))).start();
        Instant start =
                running.terms().coursed().pauses().stream()
                        .map(Course.Pause::end)
                        .filter(end -> end != null && end.isAfter(begun) && !end.isAfter(stop))
                        .reduce(begun, (one, other) -> one.isAfter(other) ? one : other);
        return start.isBefore(stop)
                ? Optional.of(new BillingPeriod(start, stop))
                : Optional.empty();
    }

    private static boolean leaves(
            Running running, SubscriptionTerms terms, BillingPeriod served, BillingReason reason) {
        InvoiceOpening opening =
                new InvoiceOpening(
                                running.id(),
                                terms.payer(),
                                terms.currency(),
                                reason,
                                running.index(),
                                served,
                                served.end())
                        .rest();
        return !BillableLines.of(terms, opening).isEmpty()
                || (reason == BillingReason.SUBSCRIPTION_CANCEL
                        && new Promises(terms, opening).asksAtTheEnd());
    }
}
