package io.tallybook.core.discount;

import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.SubscriptionId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A coupon that a subscription holds, or one single invoice.
 *
 * @param coupon the coupon as it was when it was given
 * @param subscriptionId absent where an invoice holds it
 * @param lineItemId the one line item that it is limited to; absent for the whole subscription
 * @param startDate service before it is not discounted
 * @param endDate service from then on is not discounted; absent for as long as the coupon lasts
 * @param invoiceId the invoice on which it was written; absent where a subscription holds it
 */
public record CouponAssociationDocument(
        CouponId couponId,
        CouponDocument coupon,
        @Nullable SubscriptionId subscriptionId,
        @Nullable LineItemId lineItemId,
        Instant startDate,
        @Nullable Instant endDate,
        Map<String, String> metadata,
        @Nullable InvoiceId invoiceId) {
    public CouponAssociationDocument {
        metadata = Map.copyOf(metadata);
    }

    /** One that a subscription holds. */
    public CouponAssociationDocument(
            CouponId couponId,
            CouponDocument coupon,
            SubscriptionId subscriptionId,
            @Nullable LineItemId lineItemId,
            Instant startDate,
            @Nullable Instant endDate,
            Map<String, String> metadata) {
        this(couponId, coupon, subscriptionId, lineItemId, startDate, endDate, metadata, null);
    }

    /** One that was written on an invoice. */
    public static CouponAssociationDocument on(
            InvoiceId invoice, CouponId coupon, CouponDocument document, Instant at) {
        return new CouponAssociationDocument(
                coupon, document, null, null, at, null, Map.of(), invoice);
    }

    /** The same, with another end. */
    public CouponAssociationDocument until(Instant end) {
        return new CouponAssociationDocument(
                couponId, coupon, subscriptionId, lineItemId, startDate, end, metadata, invoiceId);
    }
}
