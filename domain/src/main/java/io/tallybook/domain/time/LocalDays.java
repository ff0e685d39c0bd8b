package io.tallybook.domain.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** Counts days as the customer's wall calendar does: a day of 23 or 25 hours is one day. */
public final class LocalDays {

    private LocalDays() {}

    public static LocalDate dateOf(Instant instant, ZoneId zone) {
        return LocalDateTime.ofInstant(instant, zone).toLocalDate();
    }

    /** Midnights between two instants: 1 May to 5 May is 4. */
    public static int between(Instant from, Instant to, ZoneId zone) {
        return Math.toIntExact(ChronoUnit.DAYS.between(dateOf(from, zone), dateOf(to, zone)));
    }

    /**
     * Days begun between two instants, both of which belong to it: 1 December 00:00 to 7 December
     * 00:00 is 7.
     */
    public static int begun(Instant from, Instant to, ZoneId zone) {
        long whole =
                ChronoUnit.DAYS.between(
                        LocalDateTime.ofInstant(from, zone), LocalDateTime.ofInstant(to, zone));
        return Math.toIntExact(whole) + 1;
    }

    /**
     * How many days of the calendar a period touches: [1 March 00:00, 1 April 00:00) is 31, and so
     * is 10:00 to 10:00 + 1.
     */
    public static int touched(BillingPeriod period, ZoneId zone) {
        return between(period.start(), period.end().minusNanos(1), zone) + 1;
    }
}
