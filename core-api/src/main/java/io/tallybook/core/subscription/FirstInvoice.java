package io.tallybook.core.subscription;

import io.tallybook.core.invoice.BillableLines;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The invoice that a subscription begins with, or that follows its trial. */
public final class FirstInvoice {
    private FirstInvoice() {}

    /** Of a beginning by settled terms; empty if nothing is charged then, as in a trial. */
    public static Optional<InvoiceOpening> of(SubscriptionId id, SubscriptionTerms settled) {
        BillingPeriod first = SubscriptionPeriods.of(settled).period(0);
        return opening(id, settled, BillingReason.SUBSCRIPTION_CREATE, 0, first);
    }

    /** Of the period that follows a trial; empty if nothing is charged then. */
    public static Optional<InvoiceOpening> afterTrial(
            SubscriptionId id, SubscriptionTerms settled, int index, BillingPeriod period) {
        return opening(id, settled, BillingReason.SUBSCRIPTION_TRIAL_END, index, period);
    }

    /** Whether nothing begins before it is paid. */
    public static boolean isAwaited(SubscriptionTerms terms) {
        return terms.arranged().hoursToPay() != null
                && terms.arranged().paymentBehavior() != PaymentBehavior.DEFAULT_ACTIVE;
    }

    /**
     * When what waits for it is given up: never after the period that it is for.
     *
     * @param made when it was; of what begins later, it can be paid from its beginning on
     */
    public static Instant payableUntil(
            SubscriptionTerms terms, Instant made, BillingPeriod period) {
        Integer hours = terms.arranged().hoursToPay();
        Instant since = made.isBefore(period.start()) ? period.start() : made;
        Instant until = since.plus(Duration.ofHours(hours == null ? 0 : hours));
        return until.isAfter(period.end()) ? period.end() : until;
    }

    private static Optional<InvoiceOpening> opening(
            SubscriptionId id,
            SubscriptionTerms terms,
            BillingReason reason,
            int index,
            BillingPeriod period) {
        Instant due = period.start();
        InvoiceOpening opening =
                new InvoiceOpening(id, terms.payer(), terms.currency(), reason, index, period, due)
                        .servedTo(terms.customerId());
        return BillableLines.of(terms, opening).isEmpty() ? Optional.empty() : Optional.of(opening);
    }
}
