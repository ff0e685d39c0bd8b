package io.tallybook.core.discount;

import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.SubscriptionId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A coupon that a subscription holds.
 *
 * @param coupon the coupon as it was when it was given
 * @param lineItemId the one line item that it is limited to; absent for the whole subscription
 * @param startDate service before it is not discounted
 * @param endDate service from then on is not discounted; absent for as long as the coupon lasts
 */
public record CouponAssociationDocument(
        CouponId couponId,
        CouponDocument coupon,
        SubscriptionId subscriptionId,
        @Nullable LineItemId lineItemId,
        Instant startDate,
        @Nullable Instant endDate,
        Map<String, String> metadata) {
    public CouponAssociationDocument {
        metadata = Map.copyOf(metadata);
    }

    /** The same, with another end. */
    public CouponAssociationDocument until(Instant end) {
        return new CouponAssociationDocument(
                couponId, coupon, subscriptionId, lineItemId, startDate, end, metadata);
    }
}
