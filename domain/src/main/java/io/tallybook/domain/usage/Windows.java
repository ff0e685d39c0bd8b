package io.tallybook.domain.usage;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The buckets that a stretch of time is cut into: half-open, aligned, no gap, no overlap. */
public final class Windows {
    private Windows() {}

    /**
     * The starts of all buckets that touch the window, in order; the first may lie before the
     * window.
     *
     * <p>Clock buckets count from local midnight; on the day of a clock change the hours that exist
     * are counted, so such a day has 23 or 25 hour buckets. Days start at local midnight, weeks on
     * Monday, months on the anchor's day and time, put back to the last day of shorter months (an
     * anchor on the 31st gives 31 Jan, 29 Feb, 31 Mar). Errors: none beyond those of {@link
     * TimeWindow}. Source: docs/conventions.md#windows.
     */
    public static List<Instant> starts(
            TimeWindow window, WindowSize size, Optional<Instant> anchor) {
        List<Instant> starts = new ArrayList<>();
        if (size == WindowSize.MONTH) {
            Months months = new Months(anchor.orElse(window.from()).atZone(window.zone()));
            long n = months.indexOf(window.from());
            for (Instant at = months.start(n); at.isBefore(window.to()); at = months.start(++n)) {
                starts.add(at);
            }
            return starts;
        }
        Instant at = startOf(window.from(), size, window.zone());
        while (at.isBefore(window.to())) {
            starts.add(at);
            at = next(at, size, window.zone());
        }
        return starts;
    }

    /** The start of the bucket that an instant falls in (months: aligned to {@code anchor}). */
    public static Instant bucketOf(Instant at, WindowSize size, ZoneId zone, Instant anchor) {
        if (size == WindowSize.MONTH) {
            Months months = new Months(anchor.atZone(zone));
            return months.start(months.indexOf(at));
        }
        return startOf(at, size, zone);
    }

    private static Instant startOf(Instant at, WindowSize size, ZoneId zone) {
        ZonedDateTime local = at.atZone(zone);
        LocalDate day = local.toLocalDate();
        return switch (size) {
            case DAY -> day.atStartOfDay(zone).toInstant();
            case WEEK ->
                    day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                            .atStartOfDay(zone)
                            .toInstant();
            case MONTH ->
                    throw new IllegalStateException("month buckets are found by their anchor");
            case MINUTE, MINUTES_15, MINUTES_30, HOUR, HOURS_3, HOURS_6, HOURS_12 -> {
                // Counted in elapsed time from midnight, so that a repeated hour is its own bucket.
                Instant midnight = day.atStartOfDay(zone).toInstant();
                long elapsed = Duration.between(midnight, at).toMinutes();
                yield midnight.plus(elapsed - elapsed % size.minutes(), ChronoUnit.MINUTES);
            }
        };
    }

    private static Instant next(Instant start, WindowSize size, ZoneId zone) {
        LocalDate day = start.atZone(zone).toLocalDate();
        Instant tomorrow = day.plusDays(1).atStartOfDay(zone).toInstant();
        return switch (size) {
            case DAY -> tomorrow;
            case WEEK -> day.plusDays(7).atStartOfDay(zone).toInstant();
            case MONTH ->
                    throw new IllegalStateException("month buckets are found by their anchor");
            case MINUTE, MINUTES_15, MINUTES_30, HOUR, HOURS_3, HOURS_6, HOURS_12 -> {
                Instant after = start.plus(size.minutes(), ChronoUnit.MINUTES);
                yield after.isBefore(tomorrow) ? after : tomorrow;
            }
        };
    }

    /**
     * Month buckets counted from an anchor, never from one another, so that the day of the month
     * cannot drift.
     */
    private record Months(ZonedDateTime anchor) {
        Instant start(long n) {
            LocalDateTime clock = anchor.toLocalDateTime();
            YearMonth month = YearMonth.from(clock).plusMonths(n);
            int day = Math.min(clock.getDayOfMonth(), month.lengthOfMonth());
            return month.atDay(day)
                    .atTime(clock.toLocalTime())
                    .atZone(anchor.getZone())
                    .toInstant();
        }

        long indexOf(Instant at) {
            ZonedDateTime local = at.atZone(anchor.getZone());
            long n = ChronoUnit.MONTHS.between(YearMonth.from(anchor), YearMonth.from(local));
            return start(n).isAfter(at) ? n - 1 : n;
        }
    }
}
