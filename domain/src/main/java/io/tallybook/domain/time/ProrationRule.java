package io.tallybook.domain.time;

import io.tallybook.domain.money.Ratio;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * By what a share of a period is measured.
 *
 * <p>Every share is an exact fraction between 0 and 1. Source: docs/pricing.md#proration
 */
public enum ProrationRule {
    /** Days of the customer's calendar; the day of a change belongs to what comes after it. */
    DAYS,
    /**
     * Elapsed time, exact to the nanosecond: what comes before and after a change sums to the
     * whole.
     */
    SECONDS,
    /**
     * Elapsed time up to the last second of the period, as Flexprice measures: nothing is left in
     * that second.
     */
    SECONDS_TO_LAST;

    /**
     * The part of the period from {@code at} to its end: 1 at or before its start, 0 at or after
     * its end.
     */
    public Ratio remaining(BillingPeriod period, Instant at, ZoneId zone) {
        if (!at.isAfter(period.start())) {
            return Ratio.ONE;
        }
        if (!at.isBefore(period.end())) {
            return Ratio.ZERO;
        }
        return switch (this) {
            case DAYS ->
                    Ratio.of(
                            LocalDays.touched(new BillingPeriod(at, period.end()), zone),
                            LocalDays.touched(period, zone));
            case SECONDS -> quotient(at, period.end(), period.start());
            case SECONDS_TO_LAST -> remainingToLast(period, at);
        };
    }

    /** The part of the period before {@code at}. Guarantee: with {@link #remaining} it is 1. */
    public Ratio used(BillingPeriod period, Instant at, ZoneId zone) {
        return Ratio.ONE.minus(remaining(period, at, zone));
    }

    /**
     * The part of {@code full} that {@code part} is, such as a stub of its month; what lies outside
     * does not count.
     */
    public Ratio share(BillingPeriod full, BillingPeriod part, ZoneId zone) {
        return remaining(full, part.start(), zone).minus(remaining(full, part.end(), zone));
    }

    /**
     * The part of the period that is left once trial, pauses and the like are taken out.
     *
     * <p>By days, the day on which an idle time begins is idle and the day on which it ends is not.
     * Idle times may overlap each other and stick out of the period.
     */
    public Ratio active(BillingPeriod period, List<BillingPeriod> idle, ZoneId zone) {
        Ratio active = Ratio.ONE;
        Instant counted = period.start();
        List<BillingPeriod> inOrder = new ArrayList<>(idle);
        inOrder.sort(Comparator.comparing(BillingPeriod::start));
        for (BillingPeriod time : inOrder) {
            Instant from = time.start().isAfter(counted) ? time.start() : counted;
            if (from.isBefore(time.end())) {
                active =
                        active.minus(
                                remaining(period, from, zone)
                                        .minus(remaining(period, time.end(), zone)));
                counted = time.end();
            }
        }
        return active;
    }

    /**
     * The days up to and with the day of {@code at}: how a termination counts, whose own day is
     * used.
     */
    public static Ratio daysThrough(BillingPeriod period, Instant at, ZoneId zone) {
        return Ratio.ONE.minus(DAYS.remaining(period, nextMidnight(at, zone), zone));
    }

    /**
     * The days after the day of {@code at}: what a customer who leaves on that day has not used.
     */
    public static Ratio daysAfter(BillingPeriod period, Instant at, ZoneId zone) {
        return Ratio.ONE.minus(daysThrough(period, at, zone));
    }

    /**
     * Days from {@code from} to {@code last}, both counted, of the days from {@code first} to
     * {@code last}.
     */
    public static Ratio daysOf(LocalDate first, LocalDate last, LocalDate from) {
        long whole = last.toEpochDay() - first.toEpochDay() + 1;
        long left = last.toEpochDay() - from.toEpochDay() + 1;
        return Ratio.of(Math.clamp(left, 0, whole), whole);
    }

    private static Ratio remainingToLast(BillingPeriod period, Instant at) {
        Instant last = period.end().minusSeconds(1);
        return at.isBefore(last) ? quotient(at, last, period.start()) : Ratio.ZERO;
    }

    private static Ratio quotient(Instant at, Instant end, Instant start) {
        return new Ratio(nanos(at, end), nanos(start, end));
    }

    private static BigInteger nanos(Instant from, Instant to) {
        Duration length = Duration.between(from, to);
        return BigInteger.valueOf(length.getSeconds())
                .multiply(BigInteger.valueOf(1_000_000_000))
                .add(BigInteger.valueOf(length.getNano()));
    }

    private static Instant nextMidnight(Instant at, ZoneId zone) {
        return LocalDays.dateOf(at, zone).plusDays(1).atStartOfDay(zone).toInstant();
    }
}
