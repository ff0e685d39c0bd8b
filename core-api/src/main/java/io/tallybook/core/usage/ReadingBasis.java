package io.tallybook.core.usage;

import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;

/**
 * What the parts of a reading are taken of, for meters that weigh by time or count in windows.
 *
 * @param whole the period that a level held for part of it is a share of
 * @param timezone the IANA zone in which windows begin
 * @param anchor where some window of a month begins
 * @param told what is told of each window
 */
public record ReadingBasis(BillingPeriod whole, String timezone, Instant anchor, Told told) {

    /** What is told of a window. */
    public enum Told {
        VALUE,
        /** Where the price depends on it, the time of day at which it begins too. */
        VALUE_AND_TIME
    }

    /** One to which the time of day does not matter. */
    public ReadingBasis(BillingPeriod whole, String timezone, Instant anchor) {
        this(whole, timezone, anchor, Told.VALUE);
    }

    /** The same for another stretch of time, which then is its own whole unless it lies within. */
    public ReadingBasis during(BillingPeriod other) {
        return contains(other) ? this : new ReadingBasis(other, timezone, anchor, told);
    }

    private boolean contains(BillingPeriod other) {
        return !other.start().isBefore(whole.start()) && !other.end().isAfter(whole.end());
    }
}
