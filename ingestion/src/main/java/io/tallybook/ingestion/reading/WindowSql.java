package io.tallybook.ingestion.reading;

import io.tallybook.core.usage.UsageQuery.WindowSize;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.ingestion.usagelog.UsageFrame;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The start of an event's window as SQL, in microseconds since 1970.
 *
 * <p>Windows of less than an hour are cut at full UTC minutes. Longer ones begin at midnight in the
 * zone asked for, weeks on Monday; their starts are worked out here and not by the server, which
 * knows fewer zones and other rules for days of 23 hours.
 */
final class WindowSql {
    static final int WINDOWS_MAX = 100_000;

    private WindowSql() {}

    /**
     * Errors: IllegalArgumentException if the period has more than {@value #WINDOWS_MAX} windows.
     */
    static String start(WindowSize size, ZoneId zone, BillingPeriod period) {
        return switch (size) {
            case MINUTE -> ofMinutes(1);
            case FIFTEEN_MINUTES -> ofMinutes(15);
            case THIRTY_MINUTES -> ofMinutes(30);
            case HOUR -> ofHours(1, zone, period);
            case THREE_HOURS -> ofHours(3, zone, period);
            case SIX_HOURS -> ofHours(6, zone, period);
            case TWELVE_HOURS -> ofHours(12, zone, period);
            case DAY -> among(days(Period.ofDays(1), first(period, zone), zone, period));
            case WEEK ->
                    among(
                            days(
                                    Period.ofWeeks(1),
                                    first(period, zone)
                                            .with(
                                                    TemporalAdjusters.previousOrSame(
                                                            DayOfWeek.MONDAY)),
                                    zone,
                                    period));
            case MONTH ->
                    among(
                            days(
                                    Period.ofMonths(1),
                                    first(period, zone).withDayOfMonth(1),
                                    zone,
                                    period));
        };
    }

    private static String ofMinutes(int minutes) {
        long micros = UsageFrame.micros(Instant.EPOCH.plus(Duration.ofMinutes(minutes)));
        return ("toUnixTimestamp64Micro(timestamp)"
                        + " - positiveModulo(toUnixTimestamp64Micro(timestamp), %d)")
                .formatted(micros);
    }

    private static String ofHours(int hours, ZoneId zone, BillingPeriod period) {
        List<Instant> starts = new ArrayList<>();
        LocalDate day = first(period, zone);
        while (day.atStartOfDay(zone).toInstant().isBefore(period.end())) {
            Instant next = day.plusDays(1).atStartOfDay(zone).toInstant();
            Instant start = day.atStartOfDay(zone).toInstant();
            while (start.isBefore(next)) {
                starts.add(start);
                start = start.plus(Duration.ofHours(hours));
            }
            requireFew(starts);
            day = day.plusDays(1);
        }
        return among(starts);
    }

    private static List<Instant> days(
            Period step, LocalDate first, ZoneId zone, BillingPeriod period) {
        List<Instant> starts = new ArrayList<>();
        for (int n = 0; ; n++) {
            Instant start = first.plus(step.multipliedBy(n)).atStartOfDay(zone).toInstant();
            if (!start.isBefore(period.end())) {
                return starts;
            }
            starts.add(start);
            requireFew(starts);
        }
    }

    private static LocalDate first(BillingPeriod period, ZoneId zone) {
        return period.start().atZone(zone).toLocalDate();
    }

    private static void requireFew(List<Instant> starts) {
        if (starts.size() > WINDOWS_MAX) {
            throw new IllegalArgumentException(
                    "window_size: the period has more than "
                            + WINDOWS_MAX
                            + " windows of this size");
        }
    }

    /** The last of {@code starts} that is not after the event. */
    private static String among(List<Instant> starts) {
        return starts.stream()
                .map(start -> Long.toString(UsageFrame.micros(start)))
                .collect(
                        Collectors.joining(
                                ",",
                                "toInt64(roundDown(toUnixTimestamp64Micro(timestamp), [",
                                "]::Array(Int64)))"));
    }
}
