package io.tallybook.core.discount;

import io.tallybook.core.Scope;
import java.util.Map;

/** What happened to a coupon. */
public sealed interface CouponEvent {
    CouponId couponId();

    /** A coupon was made. */
    record Created(CouponId couponId, Scope scope, CouponDocument coupon) implements CouponEvent {}

    /** It got another name or other metadata. */
    record Updated(CouponId couponId, String name, Map<String, String> metadata)
            implements CouponEvent {
        public Updated {
            metadata = Map.copyOf(metadata);
        }
    }

    /** It was deleted, and its code is free again. */
    record Deleted(CouponId couponId) implements CouponEvent {}
}
