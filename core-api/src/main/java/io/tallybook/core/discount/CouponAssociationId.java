package io.tallybook.core.discount;

import io.tallybook.core.EntityId;
import io.tallybook.core.Ulid;

/** Names one holding of a coupon. */
public record CouponAssociationId(String value) implements EntityId {

    public static final String PREFIX = "coupon_assoc";

    public CouponAssociationId {
        EntityId.require(PREFIX, value);
    }

    public static CouponAssociationId of(Ulid ulid) {
        return new CouponAssociationId(PREFIX + "_" + ulid);
    }

    @Override
    public String toString() {
        return value;
    }
}
