package io.tallybook.domain.discount;

import java.util.List;

/**
 * A discount that an invoice carries.
 *
 * @param lineIds the lines it is limited to; empty for all lines of the invoice
 */
public record Coupon(String id, Discount discount, List<String> lineIds) {
    public Coupon {
        lineIds = List.copyOf(lineIds);
    }

    /** A coupon over all lines. */
    public static Coupon of(String id, Discount discount) {
        return new Coupon(id, discount, List.of());
    }

    public Coupon limitedTo(List<String> lines) {
        return new Coupon(id, discount, lines);
    }
}
