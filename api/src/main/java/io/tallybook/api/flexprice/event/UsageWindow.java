package io.tallybook.api.flexprice.event;

import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.usage.UsageQuery.WindowSize;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From when to when usage is asked for, and into which windows it is cut. */
record UsageWindow(BillingPeriod period, @Nullable WindowSize size, ZoneId zone) {
    static final Choice<WindowSize> SIZES =
            Choice.of(
                    Map.of(
                            "MINUTE", WindowSize.MINUTE,
                            "15MIN", WindowSize.FIFTEEN_MINUTES,
                            "30MIN", WindowSize.THIRTY_MINUTES,
                            "HOUR", WindowSize.HOUR,
                            "3HOUR", WindowSize.THREE_HOURS,
                            "6HOUR", WindowSize.SIX_HOURS,
                            "12HOUR", WindowSize.TWELVE_HOURS,
                            "DAY", WindowSize.DAY,
                            "WEEK", WindowSize.WEEK,
                            "MONTH", WindowSize.MONTH));

    private static final Duration USUAL = Duration.ofDays(7);
    private static final long WINDOWS_MAX = 100_000;

    /** A week back if not said otherwise. */
    static UsageWindow of(Fields in, Instant now) {
        Instant givenEnd = in.optional("end_time").instant();
        // An event of this very moment belongs to what there is now.
        Instant end = givenEnd == null ? now.plusSeconds(1) : givenEnd;
        Instant givenStart = in.optional("start_time").instant();
        Instant start = givenStart == null ? end.minus(USUAL) : givenStart;
        if (!start.isBefore(end)) {
            in.complain("start_time", "a time before end_time, " + end, start.toString());
            start = end.minusSeconds(1);
        }
        WindowSize size = in.optional("window_size").choice(SIZES);
        ZoneId zone = in.optional("timezone").zone();
        // Where the zone has to be looked up day by day, days are what there may not be too many
        // of.
        long windows =
                Duration.between(start, end)
                        .dividedBy(size == null ? Duration.ofDays(1) : shortest(size));
        if (windows > WINDOWS_MAX) {
            in.complain(
                    "start_time",
                    "at most " + WINDOWS_MAX + " windows before end_time, " + end,
                    start.toString());
        }
        return new UsageWindow(
                new BillingPeriod(start, end), size, zone == null ? ZoneOffset.UTC : zone);
    }

    /** Months whose usage is not in an answer. */
    static List<String> texts(Collection<YearMonth> archived) {
        return archived.stream().distinct().sorted().map(YearMonth::toString).toList();
    }

    private static Duration shortest(WindowSize size) {
        return switch (size) {
            case MINUTE -> Duration.ofMinutes(1);
            case FIFTEEN_MINUTES -> Duration.ofMinutes(15);
            case THIRTY_MINUTES -> Duration.ofMinutes(30);
            case HOUR -> Duration.ofHours(1);
            case THREE_HOURS -> Duration.ofHours(3);
            case SIX_HOURS -> Duration.ofHours(6);
            case TWELVE_HOURS -> Duration.ofHours(12);
            case DAY, WEEK, MONTH -> Duration.ofDays(1);
        };
    }
}
