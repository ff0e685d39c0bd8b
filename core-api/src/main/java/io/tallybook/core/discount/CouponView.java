package io.tallybook.core.discount;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;

/** A coupon. */
public record CouponView(CouponId id, Scope scope, CouponDocument coupon, Stamp stamp)
        implements View {}
