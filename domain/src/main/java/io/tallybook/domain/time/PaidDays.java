package io.tallybook.domain.time;

import io.tallybook.domain.money.Ratio;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * The days of one period that a subscription pays its plan for, as Lago counts them: whole days of
 * the customer's calendar, from the first to the last, both paid.
 *
 * <p>Source: docs/pricing.md#subscription-fees
 *
 * @param end the day after the last paid one; nothing is paid where it is not after {@code first}
 */
public record PaidDays(BillingPeriod period, ZoneId zone, LocalDate first, LocalDate end) {

    /** Every day of the period. */
    public static PaidDays whole(BillingPeriod period, ZoneId zone) {
        return new PaidDays(
                period,
                zone,
                LocalDays.dateOf(period.start(), zone),
                LocalDays.dateOf(period.end().minusNanos(1), zone).plusDays(1));
    }

    /** From this day on, as where a subscription or a new plan begins: the day itself is paid. */
    public PaidDays from(LocalDate day) {
        return new PaidDays(period, zone, day.isAfter(first) ? day : first, end);
    }

    /**
     * Without the trial, which counts from the first start of the subscription whatever plan came
     * later.
     *
     * <p>Errors: negative days.
     */
    public PaidDays afterTrial(LocalDate subscribed, int days) {
        Instant start = subscribed.atStartOfDay(zone).toInstant();
        return Trial.ofCalendarDays(start, zone, days)
                .map(trial -> from(LocalDays.dateOf(trial.period().end(), zone)))
                .orElse(this);
    }

    /** Up to the day on which the subscription ends, which is used and paid. */
    public PaidDays terminatedOn(LocalDate day) {
        return upgradedOn(day.plusDays(1));
    }

    /** Up to the day before the change to another plan, which pays for the day of the change. */
    public PaidDays upgradedOn(LocalDate day) {
        return new PaidDays(period, zone, first, day.isBefore(end) ? day : end);
    }

    /** The paid part of the period: an exact fraction from 0 to 1. */
    public Ratio share() {
        return between(first, end);
    }

    /**
     * The part of the period after the last paid day: what a plan that was paid to the period's end
     * has not been used for.
     */
    public Ratio unused() {
        return between(end, whole(period, zone).end());
    }

    /** How many days the {@link #unused} part has. */
    public int unusedDays() {
        return Math.toIntExact(
                Math.max(0, whole(period, zone).end().toEpochDay() - end.toEpochDay()));
    }

    private Ratio between(LocalDate from, LocalDate until) {
        if (!from.isBefore(until)) {
            return Ratio.ZERO;
        }
        Instant start = from.atStartOfDay(zone).toInstant();
        Instant stop = until.atStartOfDay(zone).toInstant();
        return ProrationRule.DAYS.share(period, new BillingPeriod(start, stop), zone);
    }
}
