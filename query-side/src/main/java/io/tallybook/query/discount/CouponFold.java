package io.tallybook.query.discount;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.discount.CouponEvent;
import io.tallybook.core.discount.CouponView;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import org.jspecify.annotations.Nullable;

/** What is seen of a coupon. */
public final class CouponFold implements Fold<CouponView, CouponEvent> {
    @Override
    public CouponView on(@Nullable CouponView current, CouponEvent event, Recorded info) {
        return switch (event) {
            case CouponEvent.Created e ->
                    new CouponView(e.couponId(), e.scope(), e.coupon(), info.firstStamp());
            case CouponEvent.Updated e -> updated(Fold.begun(current, event), e, info);
            case CouponEvent.Deleted _ -> deleted(Fold.begun(current, event), info);
        };
    }

    private static CouponView updated(CouponView before, CouponEvent.Updated e, Recorded info) {
        return new CouponView(
                before.id(),
                before.scope(),
                before.coupon().described(e.name(), e.metadata()),
                info.stampAfter(before.stamp()));
    }

    private static CouponView deleted(CouponView before, Recorded info) {
        return new CouponView(
                before.id(),
                before.scope(),
                before.coupon(),
                info.stampAfter(before.stamp(), EntityStatus.DELETED));
    }
}
