package io.tallybook.core.subscription;

import io.tallybook.core.invoice.BillableLines;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.domain.time.BillingPeriod;
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
