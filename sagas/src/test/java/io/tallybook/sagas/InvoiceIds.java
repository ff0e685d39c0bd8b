package io.tallybook.sagas;

import io.tallybook.core.Ulid;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.subscription.SubscriptionId;
import java.time.Instant;

/** The names that invoices must get, worked out apart from the code that gives them. */
public final class InvoiceIds {
    private InvoiceIds() {}

    /**
     * @param moment the end of the period billed, or its start if it is billed in advance
     */
    public static InvoiceId of(
            Instant moment, SubscriptionId subscription, int periodIndex, BillingReason reason) {
        return InvoiceId.of(
                Ulid.derived(
                        moment,
                        subscription.value(),
                        Integer.toString(periodIndex),
                        reason.name()));
    }
}
