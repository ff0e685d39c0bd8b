package io.tallybook.command.discount;

import io.tallybook.core.Scope;
import io.tallybook.core.discount.CouponId;
import org.jspecify.annotations.Nullable;

/** Counts how often coupons were given. */
public interface Redemptions {
    /**
     * Counts one more, in the transaction of the command, as long as there are fewer than {@code
     * max}; absent for no limit. Answers whether it was counted. Waits for another transaction that
     * counts the same coupon.
     */
    boolean take(Scope scope, CouponId coupon, @Nullable Integer max);

    /** Counts one less. */
    void giveBack(Scope scope, CouponId coupon);
}
