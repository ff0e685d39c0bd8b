package io.tallybook.domain.time;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;

/**
 * The windows into which usage falls, in the customer's time zone.
 *
 * <p>Windows shorter than a day count from local midnight and begin anew with each; where daylight
 * saving makes a day shorter or longer, its last window is cut short or there is one more. Days
 * begin at local midnight, weeks on Monday, months on the anchor's day and time of day, cut to
 * short months. Windows tile time: no gap, no overlap.
 *
 * @param anchor the start of some month window; only {@link WindowSize#MONTH} looks at it
 */
public record Windows(WindowSize size, ZoneId zone, Instant anchor) {

    /** The window that contains {@code instant}. */
    public BillingPeriod at(Instant instant) {
        return switch (size) {
            case DAY -> days(LocalDays.dateOf(instant, zone), 1);
            case WEEK ->
                    days(
                            LocalDays.dateOf(instant, zone)
                                    .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)),
                            7);
            case MONTH -> month(instant);
            case MINUTE, QUARTER_HOUR, HALF_HOUR, HOUR, THREE_HOURS, SIX_HOURS, TWELVE_HOURS ->
                    withinDay(instant);
        };
    }

    /**
     * All windows that share time with {@code period}, whole, in order; the first may begin before
     * the period does.
     */
    public List<BillingPeriod> covering(BillingPeriod period) {
        List<BillingPeriod> windows = new ArrayList<>();
        BillingPeriod window = at(period.start());
        while (window.start().isBefore(period.end())) {
            windows.add(window);
            window = at(window.end());
        }
        return windows;
    }

    /** The local time of day at which a window begins. */
    public LocalTime timeOfDay(BillingPeriod window) {
        return LocalTime.ofInstant(window.start(), zone);
    }

    private BillingPeriod withinDay(Instant instant) {
        BillingPeriod day = days(LocalDays.dateOf(instant, zone), 1);
        Duration length = Duration.ofMinutes(size.minutes());
        long before = Duration.between(day.start(), instant).dividedBy(length);
        Instant start = day.start().plus(length.multipliedBy(before));
        Instant end = start.plus(length);
        return new BillingPeriod(start, end.isAfter(day.end()) ? day.end() : end);
    }

    private BillingPeriod days(LocalDate first, int count) {
        return new BillingPeriod(midnight(first), midnight(first.plusDays(count)));
    }

    private Instant midnight(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }

    private BillingPeriod month(Instant instant) {
        LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
        LocalDateTime first = LocalDateTime.ofInstant(anchor, zone);
        long months = ChronoUnit.MONTHS.between(YearMonth.from(first), YearMonth.from(local));
        Instant start = monthStart(first, months);
        if (instant.isBefore(start)) {
            months--;
            start = monthStart(first, months);
        }
        return new BillingPeriod(start, monthStart(first, months + 1));
    }

    // LocalDateTime.plusMonths cuts the anchor's own day to the month, so the 31st returns after a
    // short one.
    private Instant monthStart(LocalDateTime first, long months) {
        return ZonedDateTime.of(first.plusMonths(months), zone).toInstant();
    }
}
