package io.tallybook.query.discount;

/** The processor that keeps the views of coupons and taxes. */
public final class DiscountProcessor {
    public static final String NAME = "projection.discounts";

    private DiscountProcessor() {}
}
