package io.tallybook.sagas.model;

import io.tallybook.domain.time.BillingCycle;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * Where periods begin, found by looking at one hour after the other: is this hour, on a clock at
 * the customer's wall, the one?
 *
 * @param charged the hour from which periods are counted
 */
record SlowCalendar(ZoneId zone, BillingCycle cycle, long charged) {
    private static final int SECONDS = 3600;
    private static final int YEAR = 12;

    /** Whether a period of so many months begins with an hour. */
    boolean begins(int months, long hour) {
        LocalDateTime local = local(hour);
        return switch (cycle) {
            case CALENDAR ->
                    local.toLocalTime().equals(LocalTime.MIDNIGHT)
                            && local.getDayOfMonth() == 1
                            && (local.getMonthValue() - 1) % months == 0;
            case ANNIVERSARY -> {
                LocalDateTime anchor = local(charged);
                int length = local.toLocalDate().lengthOfMonth();
                yield (hour == charged || strikes(anchor.toLocalTime(), hour))
                        && local.getDayOfMonth() == Math.min(anchor.getDayOfMonth(), length)
                        && (month(local) - month(anchor)) % months == 0;
            }
        };
    }

    // Where the clock is put back it is the first time, and where it is put forward over it, then.
    private boolean strikes(LocalTime time, long hour) {
        LocalDateTime struck = local(hour).toLocalDate().atTime(time);
        return local(hour - 1).isBefore(struck) && !local(hour).isBefore(struck);
    }

    /** When the period that an hour is in began. */
    long begin(int months, long hour) {
        long at = hour;
        while (at > charged && !begins(months, at)) {
            at--;
        }
        return at;
    }

    /** When the period that an hour is in ends. */
    long end(int months, long hour) {
        long at = hour + 1;
        while (!begins(months, at)) {
            at++;
        }
        return at;
    }

    /** How long the period that begins with an hour is, or would be had it not begun late. */
    long whole(int months, long begin, boolean asIfNotLate) {
        long from = begin;
        while (asIfNotLate && !begins(months, from)) {
            from--;
        }
        return end(months, begin) - from;
    }

    /**
     * When the stretch of so many months began that an hour is in, where these are counted from the
     * billing anchor on: the first midnight that begins a month, where the calendar is followed.
     */
    long beginOfTerm(int months, long hour) {
        long at = hour;
        while (at > charged && !beginsTerm(months, at)) {
            at--;
        }
        return at;
    }

    /** When that stretch ends. */
    long endOfTerm(int months, long hour) {
        long at = hour + 1;
        while (!beginsTerm(months, at)) {
            at++;
        }
        return at;
    }

    private boolean beginsTerm(int months, long hour) {
        if (cycle == BillingCycle.ANNIVERSARY) {
            return begins(months, hour);
        }
        int since = month(local(hour)) - month(local(end(1, charged)));
        // The first year ends in the year after it began.
        boolean early = months == YEAR && local(hour).getYear() == local(charged).getYear();
        return begins(1, hour) && since % months == 0 && !early;
    }

    private LocalDateTime local(long hour) {
        return LocalDateTime.ofInstant(Instant.ofEpochSecond(hour * SECONDS), zone);
    }

    private static int month(LocalDateTime local) {
        return local.getYear() * 12 + local.getMonthValue();
    }
}
