package io.tallybook.domain.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/** Time at the start of a subscription that is not charged. */
public record Trial(BillingPeriod period) {

    /**
     * So many days of the wall clock: begun at 10:00, it ends at 10:00. Empty for 0 days. Errors:
     * negative days.
     */
    public static Optional<Trial> ofDays(Instant start, ZoneId zone, int days) {
        LocalDateTime end = LocalDateTime.ofInstant(start, zone).plusDays(checked(days));
        return between(start, ZonedDateTime.of(end, zone).toInstant());
    }

    /**
     * So many whole days of the calendar, the first of which is the day of the start: it ends at a
     * local midnight.
     */
    public static Optional<Trial> ofCalendarDays(Instant start, ZoneId zone, int days) {
        LocalDate end = LocalDays.dateOf(start, zone).plusDays(checked(days));
        return days == 0 ? Optional.empty() : between(start, end.atStartOfDay(zone).toInstant());
    }

    /** The billing that begins when the trial ends: a calendar schedule keeps to the calendar. */
    public BillingSchedule scheduleAfter(ZoneId zone, Cadence cadence, BillingCycle cycle) {
        return switch (cycle) {
            case ANNIVERSARY -> BillingSchedule.anniversary(period.end(), zone, cadence);
            case CALENDAR -> BillingSchedule.calendar(period.end(), zone, cadence);
        };
    }

    private static Optional<Trial> between(Instant start, Instant end) {
        return start.isBefore(end)
                ? Optional.of(new Trial(new BillingPeriod(start, end)))
                : Optional.empty();
    }

    private static int checked(int days) {
        if (days < 0) {
            throw new IllegalArgumentException("trial days: got " + days + ", expected 0 or more");
        }
        return days;
    }
}
