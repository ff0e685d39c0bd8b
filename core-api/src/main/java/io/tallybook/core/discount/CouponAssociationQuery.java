package io.tallybook.core.discount;

import io.tallybook.core.Scope;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.subscription.SubscriptionId;
import java.util.List;
import java.util.Map;

/** What can be asked about coupons that subscriptions hold. */
public sealed interface CouponAssociationQuery {
    /** One by its id; answered with an optional {@link CouponAssociationView}. */
    record ById(Scope scope, CouponAssociationId id) implements CouponAssociationQuery {}

    /**
     * All that count of some subscriptions, in the order in which they were given; answered with a
     * {@link Page}.
     */
    record OfSubscriptions(Scope scope, List<SubscriptionId> ids)
            implements CouponAssociationQuery {
        public OfSubscriptions {
            ids = List.copyOf(ids);
        }
    }

    /** How often coupons were given; answered with {@link Counts}. */
    record Redeemed(Scope scope, List<CouponId> coupons) implements CouponAssociationQuery {
        public Redeemed {
            coupons = List.copyOf(coupons);
        }
    }

    /**
     * Those that fit; answered with a {@link Page}.
     *
     * <p>Fields: id, entity_status, coupon_id, subscription_id, invoice_id, start_date, end_date,
     * created_at, updated_at.
     */
    record Search(Scope scope, SearchSpec spec) implements CouponAssociationQuery {}

    /**
     * One page of a list.
     *
     * @param total how many fit in all
     */
    record Page(List<CouponAssociationView> items, long total) {
        public Page {
            items = List.copyOf(items);
        }
    }

    /** Redemptions by the id of the coupon; none for one that nobody was given. */
    record Counts(Map<String, Long> byCoupon) {
        public Counts {
            byCoupon = Map.copyOf(byCoupon);
        }

        public long of(CouponId coupon) {
            return byCoupon.getOrDefault(coupon.value(), 0L);
        }
    }
}
