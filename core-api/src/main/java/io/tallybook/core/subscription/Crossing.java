package io.tallybook.core.subscription;

import io.tallybook.domain.money.Money;
import io.tallybook.domain.time.BillingPeriod;

/**
 * Usage of an open period has come to so much that it is invoiced before the period ends.
 *
 * @param number which one it is of this stretch of service, from 1
 * @param period from the start of the stretch to the moment at which it was seen
 * @param open what was used and not invoiced then, before discounts and taxes
 */
public record Crossing(int periodIndex, int number, BillingPeriod period, Money open) {
    /** Tells the invoice of this one from all others of the subscription's period. */
    public String key() {
        return key(period, number);
    }

    /** The key of the {@code n}th one of a stretch that begins as this one does. */
    public static String key(BillingPeriod stretch, int n) {
        return stretch.start() + "/" + n;
    }
}
