package io.tallybook.ingestion.reading;

import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.WindowSize;
import io.tallybook.domain.time.Windows;
import io.tallybook.ingestion.usagelog.UsageFrame;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The start of an event's window as SQL, in microseconds since 1970: that of the domain's {@link
 * Windows}.
 *
 * <p>Days, weeks and months begin where the domain says; the server knows fewer zones and other
 * rules for days of 23 hours. Shorter windows are counted from the midnight before.
 */
final class WindowSql {
    static final int WINDOWS_MAX = 100_000;

    private static final String MICROS = "toUnixTimestamp64Micro(timestamp)";
    private static final long MICROS_PER_MINUTE = 60_000_000;

    private WindowSql() {}

    /**
     * Errors: IllegalArgumentException if the period has more than {@value #WINDOWS_MAX} days,
     * weeks or months.
     *
     * @param anchor the start of some window of a month
     */
    static String start(WindowSize size, ZoneId zone, Instant anchor, BillingPeriod period) {
        return switch (size) {
            case DAY, WEEK, MONTH -> last(starts(new Windows(size, zone, anchor), period));
            case MINUTE -> within(1, zone, anchor, period);
            case QUARTER_HOUR -> within(15, zone, anchor, period);
            case HALF_HOUR -> within(30, zone, anchor, period);
            case HOUR -> within(60, zone, anchor, period);
            case THREE_HOURS -> within(180, zone, anchor, period);
            case SIX_HOURS -> within(360, zone, anchor, period);
            case TWELVE_HOURS -> within(720, zone, anchor, period);
        };
    }

    private static String within(int minutes, ZoneId zone, Instant anchor, BillingPeriod period) {
        long length = minutes * MICROS_PER_MINUTE;
        String day = last(starts(new Windows(WindowSize.DAY, zone, anchor), period));
        return "(%1$s AS day_start) + intDiv(%2$s - day_start, %3$d) * %3$d"
                .formatted(day, MICROS, length);
    }

    private static List<Instant> starts(Windows windows, BillingPeriod period) {
        List<Instant> starts = windows.covering(period).stream().map(BillingPeriod::start).toList();
        if (starts.size() > WINDOWS_MAX) {
            throw new IllegalArgumentException(
                    "window_size: the period has more than "
                            + WINDOWS_MAX
                            + " windows of this size");
        }
        return starts;
    }

    /** The last of {@code starts} that is not after the event. */
    private static String last(List<Instant> starts) {
        return starts.stream()
                .map(start -> Long.toString(UsageFrame.micros(start)))
                .collect(
                        Collectors.joining(
                                ",", "toInt64(roundDown(" + MICROS + ", [", "]::Array(Int64)))"));
    }
}
