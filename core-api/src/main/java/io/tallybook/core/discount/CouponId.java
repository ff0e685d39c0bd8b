package io.tallybook.core.discount;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one coupon. */
public record CouponId(String value) implements EntityId {

    public static final String PREFIX = "coupon";

    public CouponId {
        EntityId.require(PREFIX, value);
    }

    public static CouponId of(Ulid ulid) {
        return new CouponId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
