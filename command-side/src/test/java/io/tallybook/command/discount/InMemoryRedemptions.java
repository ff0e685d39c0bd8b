package io.tallybook.command.discount;

import io.tallybook.core.Scope;
import io.tallybook.core.discount.CouponId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Redemptions counted in a map. */
public final class InMemoryRedemptions implements Redemptions {
    private final Map<CouponId, Integer> counts = new HashMap<>();

    @Override
    public boolean take(Scope scope, CouponId coupon, @Nullable Integer max) {
        int now = counts.getOrDefault(coupon, 0);
        if (max != null && now >= max) {
            return false;
        }
        counts.put(coupon, now + 1);
        return true;
    }

    @Override
    public void giveBack(Scope scope, CouponId coupon) {
        counts.merge(coupon, -1, Integer::sum);
    }
}
