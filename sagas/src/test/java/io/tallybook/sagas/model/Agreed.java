package io.tallybook.sagas.model;

import io.tallybook.core.subscription.Settling;
import io.tallybook.domain.time.BillingCycle;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is agreed between a customer and both sides; moments are whole hours since 1970. */
final class Agreed {
    private Agreed() {}

    /**
     * @param serial tells lines apart; no two of a run have the same
     * @param since the line that it has taken the place of, first of all; its own for none
     */
    record Line(int serial, Offer offer, int units, int since) {
        String name() {
            return offer.name() + " #" + serial;
        }
    }

    /**
     * What is promised of all calls together, but of those of lines with a promise of their own.
     *
     * @param months for how many it holds; 0 for each period
     * @param factor what is beyond costs so many times its price
     * @param truedUp whether what is not kept is charged
     */
    record Pledge(int months, BigDecimal amount, BigDecimal factor, boolean truedUp) {}

    /**
     * @param prorated whether a first period that is short is charged its share
     * @param pledge absent for nothing
     */
    record Beginning(
            int serial,
            String zone,
            long start,
            BillingCycle cycle,
            int trialDays,
            boolean prorated,
            List<Line> lines,
            @Nullable Pledge pledge) {}

    /** Lines that end and lines that begin, from a moment that may have passed. */
    record Swap(
            int serial,
            long at,
            long from,
            Settling settling,
            List<Line> ended,
            List<Line> begun) {}

    /** Another plan, gone over to when the open period ends. */
    record NextPlan(int serial, long at, Settling settling, List<Line> begun) {}

    /**
     * @param percent 0 for one of an amount; {@code until} as late as there is for ever
     */
    record Coupon(int serial, int percent, int cents, long from, long until) {}
}
