package io.tallybook.api.flexprice.coupon;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.core.discount.CouponAssociationDocument;
import io.tallybook.core.discount.CouponAssociationView;
import io.tallybook.core.discount.CouponView;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A coupon that a subscription or an invoice holds, as the contract shows it. */
public final class CouponAssociationJson {
    private CouponAssociationJson() {}

    /**
     * @param coupon the coupon as it is now, where it is to be shown
     */
    public static ObjectNode of(CouponAssociationView view, @Nullable CouponView coupon) {
        CouponAssociationDocument held = view.association();
        return BaseJson.of(view)
                .put("coupon_id", held.couponId())
                .set("coupon", coupon == null ? null : CouponJson.of(coupon, 0))
                .put("subscription_id", held.subscriptionId())
                .put("invoice_id", held.invoiceId())
                .put("subscription_line_item_id", held.lineItemId())
                .put("start_date", held.startDate())
                .put("end_date", held.endDate())
                .map("metadata", held.metadata())
                .nulls("subscription_line_item", "subscription_phase_id")
                .node();
    }
}
