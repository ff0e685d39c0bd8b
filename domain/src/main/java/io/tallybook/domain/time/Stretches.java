package io.tallybook.domain.time;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/**
 * Windows of several hours, days or weeks of the customer's clock, one after the other.
 *
 * <p>They are counted from the hour, the local midnight or the Monday in which {@code first} lies.
 * Hours are hours that pass, also over a change of the clock; a day of 23 or 25 of them is one day.
 * Windows tile time: no gap, no overlap.
 *
 * @param count how many units one is long
 * @param first a moment in the first window's first unit
 */
public record Stretches(WindowSize unit, int count, ZoneId zone, Instant first) {

    /**
     * Errors: IllegalArgumentException for a count below 1, or a unit other than hour, day or week.
     */
    public Stretches {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "units of a window: got " + count + ", expected 1 or more");
        }
        if (unit != WindowSize.HOUR && unit != WindowSize.DAY && unit != WindowSize.WEEK) {
            throw new IllegalArgumentException(
                    "unit of a window: got " + unit + ", expected HOUR, DAY or WEEK");
        }
    }

    /** The window that contains a moment, before the first one too. */
    public BillingPeriod at(Instant moment) {
        if (unit == WindowSize.HOUR) {
            return hours(moment);
        }
        int days = unit == WindowSize.WEEK ? Math.multiplyExact(7, count) : count;
        LocalDate begun = LocalDays.dateOf(first, zone);
        LocalDate origin =
                unit == WindowSize.WEEK
                        ? begun.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                        : begun;
        long passed = ChronoUnit.DAYS.between(origin, LocalDays.dateOf(moment, zone));
        LocalDate start = origin.plusDays(Math.floorDiv(passed, days) * days);
        return new BillingPeriod(midnight(start), midnight(start.plusDays(days)));
    }

    private BillingPeriod hours(Instant moment) {
        Instant origin = new Windows(WindowSize.HOUR, zone, first).at(first).start();
        long seconds = Math.multiplyExact(3_600L, (long) count);
        long passed = moment.getEpochSecond() - origin.getEpochSecond();
        Instant start = origin.plusSeconds(Math.floorDiv(passed, seconds) * seconds);
        return new BillingPeriod(start, start.plusSeconds(seconds));
    }

    private Instant midnight(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }
}
