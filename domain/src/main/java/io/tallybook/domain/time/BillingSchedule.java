package io.tallybook.domain.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The periods of one subscription, from its start to its end, numbered from 0.
 *
 * <p>Period n is computed from the anchor, never from period n - 1, so that a subscription of the
 * 31st is billed on the 31st again after February. The periods tile the life of the subscription:
 * each begins where the one before ended, the first at {@code start} and the last at {@code end}.
 * Times of day and days of month are those of {@code zone}.
 */
public record BillingSchedule(
        Instant start, Instant anchor, ZoneId zone, Cadence cadence, @Nullable Instant end) {

    /** Errors: IllegalArgumentException unless the end, if there is one, is after the start. */
    public BillingSchedule {
        if (end != null && !start.isBefore(end)) {
            throw new IllegalArgumentException(
                    "subscription end: " + end + " must be after its start " + start);
        }
    }

    /** Aligned to the start of the subscription itself. */
    public static BillingSchedule anniversary(Instant start, ZoneId zone, Cadence cadence) {
        return new BillingSchedule(start, start, zone, cadence, null);
    }

    /**
     * Aligned to days, Mondays, firsts of months, quarters, half-years or years; the first period
     * is a stub.
     */
    public static BillingSchedule calendar(Instant start, ZoneId zone, Cadence cadence) {
        return new BillingSchedule(
                start, calendarAnchor(start, zone, cadence.unit()), zone, cadence, null);
    }

    /** The next local midnight that begins a day, Monday, month, quarter, half-year or year. */
    public static Instant calendarAnchor(Instant start, ZoneId zone, PeriodUnit unit) {
        return BillingCalendar.calendarAnchor(start, zone, unit);
    }

    public BillingSchedule endingAt(Instant newEnd) {
        return new BillingSchedule(start, anchor, zone, cadence, newEnd);
    }

    /**
     * The {@code n}th period since the start.
     *
     * <p>Shapes: n at least 0. Errors: IndexOutOfBoundsException if n is negative or the period
     * would begin at or after the end; see {@link #hasPeriod}.
     */
    public BillingPeriod period(int n) {
        if (n < 0) {
            throw new IndexOutOfBoundsException(
                    "period " + n + " of a schedule: expected 0 or more");
        }
        BillingCalendar calendar = calendar();
        LocalDate first = calendar.firstBoundary();
        Instant from = n == 0 ? start : calendar.instantOf(calendar.after(first, n - 1));
        if (end != null && !from.isBefore(end)) {
            throw new IndexOutOfBoundsException(
                    "period "
                            + n
                            + " of a schedule would begin at "
                            + from
                            + ", after its end "
                            + end);
        }
        Instant to = calendar.instantOf(calendar.after(first, n));
        return new BillingPeriod(from, end != null && end.isBefore(to) ? end : to);
    }

    /**
     * The whole period that the {@code n}th one is a part of: longer than it for a stub at the
     * start of a calendar schedule and for one cut short by the end.
     *
     * <p>Errors: as {@link #period}.
     */
    public BillingPeriod fullPeriod(int n) {
        BillingPeriod actual = period(n);
        BillingCalendar calendar = calendar();
        LocalDate first = calendar.firstBoundary();
        Instant from = calendar.instantOf(calendar.after(first, n - 1));
        Instant to = calendar.instantOf(calendar.after(first, n));
        // A first period that runs past its own length, because the anchor is far ahead, is whole
        // by itself.
        return new BillingPeriod(from.isBefore(actual.start()) ? from : actual.start(), to);
    }

    /**
     * The periods from the start up to the one that contains {@code until}, or to the end if that
     * comes first.
     */
    public List<BillingPeriod> periodsUntil(Instant until) {
        List<BillingPeriod> periods = new ArrayList<>();
        for (int n = 0; hasPeriod(n); n++) {
            BillingPeriod period = period(n);
            if (period.start().isAfter(until)) {
                break;
            }
            periods.add(period);
        }
        return periods;
    }

    /** Whether the {@code n}th period begins before the end of the subscription. */
    public boolean hasPeriod(int n) {
        return n >= 0 && (end == null || boundary(n).isBefore(end));
    }

    /**
     * The number of the period that contains {@code instant}.
     *
     * <p>Errors: IllegalArgumentException if the instant lies before the start or not before the
     * end.
     */
    public int indexAt(Instant instant) {
        if (instant.isBefore(start) || (end != null && !instant.isBefore(end))) {
            throw new IllegalArgumentException(
                    "instant: "
                            + instant
                            + " is outside the subscription, which runs from "
                            + start
                            + (end == null ? "" : " to " + end));
        }
        int n = Math.max(0, estimate(instant) - 1);
        while (n > 0 && instant.isBefore(boundary(n))) {
            n--;
        }
        while (!instant.isBefore(boundary(n + 1))) {
            n++;
        }
        return n;
    }

    private int estimate(Instant instant) {
        LocalDate from = LocalDateTime.ofInstant(start, zone).toLocalDate();
        LocalDate to = LocalDateTime.ofInstant(instant, zone).toLocalDate();
        long periods =
                cadence.unit().countsInMonths()
                        ? ChronoUnit.MONTHS.between(from, to) / cadence.months()
                        : ChronoUnit.DAYS.between(from, to) / cadence.days();
        return Math.toIntExact(periods);
    }

    private Instant boundary(int n) {
        if (n == 0) {
            return start;
        }
        BillingCalendar calendar = calendar();
        return calendar.instantOf(calendar.after(calendar.firstBoundary(), n - 1));
    }

    private BillingCalendar calendar() {
        return new BillingCalendar(start, anchor, zone, cadence);
    }
}
