package io.tallybook.core.invoice;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.subscription.Crossing;
import io.tallybook.core.subscription.PaymentTerms;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an invoice is for.
 *
 * @param subscriptionId absent for one that belongs to no subscription
 * @param periodIndex the subscription's period that has ended; with reason SUBSCRIPTION_CREATE, the
 *     one that begins; 0 without a subscription
 * @param period the invoice's period: of arrear lines the period served
 * @param finalizeAt when it is finalized by itself: late usage is waited for until then
 * @param changeId the change that it settles, with reason SUBSCRIPTION_UPDATE; the pause, with
 *     reasons SUBSCRIPTION_PAUSE and SUBSCRIPTION_RESUME
 * @param given its lines, where they do not follow from the subscription's terms
 * @param replaces the void invoice in whose place it stands
 * @param paymentTerms when it is due; absent for the usual time to pay
 * @param subscriberId whose subscription it is for, where that is another than the customer who
 *     gets it
 * @param crossings how many invoices its stretch of service had before it, because of what its
 *     usage came to; absent for none
 * @param extent what of its period it charges; absent for all of it
 * @param grouped subscriptions whose periods end with this one and may be on it too; absent for
 *     none
 */
@RecordBuilder
public record InvoiceOpening(
        @Nullable SubscriptionId subscriptionId,
        CustomerId customerId,
        CurrencyCode currency,
        BillingReason reason,
        int periodIndex,
        BillingPeriod period,
        Instant finalizeAt,
        @Nullable String changeId,
        @Nullable GivenInvoice given,
        @Nullable InvoiceId replaces,
        @Nullable PaymentTerms paymentTerms,
        @Nullable CustomerId subscriberId,
        @Nullable Integer crossings,
        @Nullable Extent extent,
        @Nullable List<SubscriptionId> grouped) {
    public InvoiceOpening {
        grouped = grouped == null || grouped.isEmpty() ? null : List.copyOf(grouped);
    }

    /** What of its period an invoice charges. */
    public enum Extent {
        /**
         * What other invoices left open: service stopped as the period was over, or had been broken
         * off, so that what runs on beyond it is owed up to its end.
         */
        REST
    }

    /** One that charges all of its period. */
    public InvoiceOpening(
            @Nullable SubscriptionId subscriptionId,
            CustomerId customerId,
            CurrencyCode currency,
            BillingReason reason,
            int periodIndex,
            BillingPeriod period,
            Instant finalizeAt,
            @Nullable String changeId,
            @Nullable GivenInvoice given,
            @Nullable InvoiceId replaces,
            @Nullable PaymentTerms paymentTerms,
            @Nullable CustomerId subscriberId,
            @Nullable Integer crossings) {
        this(
                subscriptionId,
                customerId,
                currency,
                reason,
                periodIndex,
                period,
                finalizeAt,
                changeId,
                given,
                replaces,
                paymentTerms,
                subscriberId,
                crossings,
                null,
                null);
    }

    /** One that goes to the customer whose subscription it is for, the first of its stretch. */
    public InvoiceOpening(
            @Nullable SubscriptionId subscriptionId,
            CustomerId customerId,
            CurrencyCode currency,
            BillingReason reason,
            int periodIndex,
            BillingPeriod period,
            Instant finalizeAt,
            @Nullable String changeId,
            @Nullable GivenInvoice given,
            @Nullable InvoiceId replaces,
            @Nullable PaymentTerms paymentTerms) {
        this(
                subscriptionId,
                customerId,
                currency,
                reason,
                periodIndex,
                period,
                finalizeAt,
                changeId,
                given,
                replaces,
                paymentTerms,
                null,
                null);
    }

    /** An invoice that settles no change. */
    public InvoiceOpening(
            @Nullable SubscriptionId subscriptionId,
            CustomerId customerId,
            CurrencyCode currency,
            BillingReason reason,
            int periodIndex,
            BillingPeriod period,
            Instant finalizeAt) {
        this(subscriptionId, customerId, currency, reason, periodIndex, period, finalizeAt, null);
    }

    /** One whose lines follow from the terms of its subscription. */
    public InvoiceOpening(
            @Nullable SubscriptionId subscriptionId,
            CustomerId customerId,
            CurrencyCode currency,
            BillingReason reason,
            int periodIndex,
            BillingPeriod period,
            Instant finalizeAt,
            @Nullable String changeId) {
        this(
                subscriptionId,
                customerId,
                currency,
                reason,
                periodIndex,
                period,
                finalizeAt,
                changeId,
                null,
                null,
                null);
    }

    /** One with lines of its own, with or without a subscription. */
    public static InvoiceOpening of(
            @Nullable SubscriptionId subscriptionId,
            CustomerId customerId,
            CurrencyCode currency,
            BillingReason reason,
            BillingPeriod period,
            Instant finalizeAt,
            GivenInvoice given) {
        return new InvoiceOpening(
                subscriptionId,
                customerId,
                currency,
                reason,
                0,
                period,
                finalizeAt,
                null,
                given,
                null,
                null);
    }

    /** The same, with coupons and taxes on its own lines. */
    public InvoiceOpening adjusted(Adjustments adjustments) {
        return InvoiceOpeningBuilder.builder(this)
                .given(given == null ? null : given.with(adjustments))
                .build();
    }

    /** One for usage that has come to a threshold; it is final at once. */
    public static InvoiceOpening of(
            SubscriptionId subscription,
            CustomerId customer,
            CurrencyCode currency,
            Crossing crossing) {
        return new InvoiceOpening(
                        subscription,
                        customer,
                        currency,
                        BillingReason.AUTO_INVOICE_THRESHOLD,
                        crossing.periodIndex(),
                        crossing.period(),
                        crossing.period().end(),
                        crossing.key())
                .following(crossing.number() - 1);
    }

    /** The same, after so many invoices within its stretch of service. */
    public InvoiceOpening following(@Nullable Integer earlier) {
        return InvoiceOpeningBuilder.builder(this)
                .crossings(earlier == null || earlier == 0 ? null : earlier)
                .build();
    }

    /** How many invoices its stretch of service had before it. */
    public int invoicedWithin() {
        return crossings == null ? 0 : crossings;
    }

    /** The subscription of an invoice that has one. Errors: IllegalStateException if not. */
    public SubscriptionId subscription() {
        if (subscriptionId == null) {
            throw new IllegalStateException(
                    "an invoice of reason "
                            + reason
                            + " of "
                            + customerId
                            + " has no subscription");
        }
        return subscriptionId;
    }

    /** Whether its lines are worked out of a subscription's terms. */
    public boolean followsTerms() {
        return given == null;
    }

    /** The same, finalized at another moment. */
    public InvoiceOpening finalizedAt(Instant moment) {
        return InvoiceOpeningBuilder.builder(this).finalizeAt(moment).build();
    }

    /** Whose subscription it is for; the customer who gets it, where it is for none. */
    public CustomerId subscriber() {
        return subscriberId == null ? customerId : subscriberId;
    }

    /** The same for what others left open of its period. */
    public InvoiceOpening rest() {
        return InvoiceOpeningBuilder.builder(this).extent(Extent.REST).build();
    }

    /** The same, which may charge what these were served too. */
    public InvoiceOpening grouping(@Nullable List<SubscriptionId> children) {
        return InvoiceOpeningBuilder.builder(this).grouped(children).build();
    }

    /** The subscriptions that may be on it too. */
    public List<SubscriptionId> children() {
        return grouped == null ? List.of() : grouped;
    }

    /** Whether it charges only what others left open of its period. */
    public boolean chargesRest() {
        return extent == Extent.REST;
    }

    /** The same, for a subscription of this customer. */
    public InvoiceOpening servedTo(CustomerId subscriber) {
        return InvoiceOpeningBuilder.builder(this)
                .subscriberId(subscriber.equals(customerId) ? null : subscriber)
                .build();
    }

    /** The same, due so. */
    public InvoiceOpening due(@Nullable PaymentTerms terms) {
        return InvoiceOpeningBuilder.builder(this).paymentTerms(terms).build();
    }

    /** One to stand in the place of an invoice that was opened so. */
    public InvoiceOpening replacing(InvoiceId invoice, Instant finalizeAt) {
        return InvoiceOpeningBuilder.builder(this).finalizeAt(finalizeAt).replaces(invoice).build();
    }
}
