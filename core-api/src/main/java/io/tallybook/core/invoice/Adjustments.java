package io.tallybook.core.invoice;

import io.tallybook.core.discount.CouponAssociationId;
import io.tallybook.core.discount.CouponDocument;
import io.tallybook.core.discount.CouponId;
import io.tallybook.core.tax.TaxAssociationDocument;
import io.tallybook.core.tax.TaxAssociationId;
import io.tallybook.core.tax.TaxRateDocument;
import io.tallybook.core.tax.TaxRateId;
import io.tallybook.domain.money.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The coupons and taxes of an invoice, frozen as they stood when it was computed.
 *
 * @param coupons in the order in which they are taken off, those on single lines first
 * @param taxes what every line bears, in their order
 */
public record Adjustments(List<Coupon> coupons, List<Tax> taxes) {
    public static final Adjustments NONE = new Adjustments(List.of(), List.of());

    public Adjustments {
        coupons = List.copyOf(coupons);
        taxes = List.copyOf(taxes);
    }

    public boolean isEmpty() {
        return coupons.isEmpty() && taxes.isEmpty();
    }

    /**
     * A coupon on an invoice.
     *
     * @param amountOff of a FIXED one, what is left of it
     * @param lines those that it covers
     * @param reach whether it is taken off each line for itself or off their sum
     */
    public record Coupon(
            CouponAssociationId associationId,
            CouponId couponId,
            CouponDocument coupon,
            @Nullable Money amountOff,
            List<InvoiceLineId> lines,
            Reach reach) {
        public Coupon {
            lines = List.copyOf(lines);
        }
    }

    /** What a coupon is taken off. */
    public enum Reach {
        LINE,
        INVOICE
    }

    /** A tax on an invoice, and where it was named. */
    public record Tax(
            TaxRateId taxRateId,
            TaxRateDocument rate,
            TaxAssociationId associationId,
            TaxAssociationDocument.Bearer bearer,
            String bearerId) {}
}
