package io.tallybook.sagas.renewal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.subscription.Crossing;
import io.tallybook.core.subscription.PauseId;
import io.tallybook.core.subscription.PaymentTerms;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where the renewal of a subscription stands. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "stage")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RenewalState.NotBegun.class, name = "not_begun"),
    @JsonSubTypes.Type(value = RenewalState.Active.class, name = "active"),
    @JsonSubTypes.Type(value = RenewalState.Ended.class, name = "ended")
})
public sealed interface RenewalState {
    /** The subscription is unknown. */
    record NotBegun() implements RenewalState {}

    /**
     * Periods follow each other.
     *
     * @param customerId who gets the invoices
     * @param trialEnd where the first one was a trial
     * @param subscriberId whose the subscription is, where that is another
     */
    record Active(
            SubscriptionId subscriptionId,
            CustomerId customerId,
            CurrencyCode currency,
            @Nullable PaymentTerms paymentTerms,
            @Nullable Instant trialEnd,
            @Nullable CustomerId subscriberId)
            implements RenewalState {

        /** Of a subscription whose customer gets the invoices. */
        Active(
                SubscriptionId subscriptionId,
                CustomerId customerId,
                CurrencyCode currency,
                @Nullable PaymentTerms paymentTerms,
                @Nullable Instant trialEnd) {
            this(subscriptionId, customerId, currency, paymentTerms, trialEnd, null);
        }

        static Active of(SubscriptionId id, SubscriptionTerms terms) {
            return new Active(
                    id,
                    terms.payer(),
                    terms.currency(),
                    terms.arranged().paymentTerms(),
                    terms.course() == null ? null : terms.course().trialEnd(),
                    terms.customerId().equals(terms.payer()) ? null : terms.customerId());
        }

        /** The same, with a trial that ends at another moment. */
        Active withTrialUntil(Instant end) {
            return new Active(
                    subscriptionId, customerId, currency, paymentTerms, end, subscriberId);
        }

        /** Whose the subscription is. */
        CustomerId subscriber() {
            return subscriberId == null ? customerId : subscriberId;
        }

        /** The same, with invoices that go to this customer. */
        Active paidBy(CustomerId payer) {
            return new Active(
                    subscriptionId,
                    payer,
                    currency,
                    paymentTerms,
                    trialEnd,
                    payer.equals(subscriber()) ? null : subscriber());
        }

        /** An invoice as it is opened, for whose subscription it is. */
        InvoiceOpening of(InvoiceOpening opening) {
            return subscriberId == null ? opening : opening.servedTo(subscriberId);
        }

        InvoiceOpening opening(
                BillingReason reason, int index, BillingPeriod period, Instant finalizeAt) {
            return of(
                    new InvoiceOpening(
                                    subscriptionId,
                                    customerId,
                                    currency,
                                    reason,
                                    index,
                                    period,
                                    finalizeAt)
                            .due(paymentTerms));
        }

        /** Of usage that has come to a threshold. */
        InvoiceOpening opening(Crossing crossing) {
            return of(
                    InvoiceOpening.of(subscriptionId, customerId, currency, crossing)
                            .due(paymentTerms));
        }

        /** Of a pause. */
        InvoiceOpening opening(
                BillingReason reason,
                int index,
                BillingPeriod period,
                Instant finalizeAt,
                PauseId pause) {
            return of(
                    new InvoiceOpening(
                                    subscriptionId,
                                    customerId,
                                    currency,
                                    reason,
                                    index,
                                    period,
                                    finalizeAt,
                                    pause.value())
                            .due(paymentTerms));
        }
    }

    /** No period follows. */
    record Ended() implements RenewalState {}
}
