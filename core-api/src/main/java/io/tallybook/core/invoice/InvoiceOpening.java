package io.tallybook.core.invoice;

import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.subscription.PaymentTerms;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an invoice is for.
 *
 * @param periodIndex the subscription's period that has ended; with reason SUBSCRIPTION_CREATE, the
 *     one that begins
 * @param period the invoice's period: of arrear lines the period served
 * @param finalizeAt when it is finalized by itself: late usage is waited for until then
 * @param paymentTerms when it is due; absent for the usual time to pay
 */
public record InvoiceOpening(
        SubscriptionId subscriptionId,
        CustomerId customerId,
        CurrencyCode currency,
        BillingReason reason,
        int periodIndex,
        BillingPeriod period,
        Instant finalizeAt,
        @Nullable PaymentTerms paymentTerms) {

    /** One that is due in the usual time. */
    public InvoiceOpening(
            SubscriptionId subscriptionId,
            CustomerId customerId,
            CurrencyCode currency,
            BillingReason reason,
            int periodIndex,
            BillingPeriod period,
            Instant finalizeAt) {
        this(subscriptionId, customerId, currency, reason, periodIndex, period, finalizeAt, null);
    }

    /** The same, finalized at another moment. */
    public InvoiceOpening finalizedAt(Instant moment) {
        return new InvoiceOpening(
                subscriptionId,
                customerId,
                currency,
                reason,
                periodIndex,
                period,
                moment,
                paymentTerms);
    }
}
