package io.tallybook.domain.usage;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * Distinct values that come and go: who is present at the end, and on how many days of the period
 * each was.
 */
final class UniqueUnits {
    /** The event property that says whether a value comes or goes. */
    static final String OPERATION = "operation_type";

    private UniqueUnits() {}

    /** Both days counted. */
    private record Stay(LocalDate first, LocalDate last) {}

    static <T> T read(
            MeterDefinition meter,
            String field,
            List<UsageEvent> inTime,
            MeteredPeriod period,
            BiFunction<BigDecimal, BigDecimal, T> quantityAndLevel) {
        Map<String, List<UsageEvent>> byValue = new TreeMap<>();
        for (UsageEvent event : inTime) {
            event.text(field)
                    .ifPresent(
                            value ->
                                    byValue.computeIfAbsent(value, _ -> new ArrayList<>())
                                            .add(event));
        }
        long present = 0;
        long days = 0;
        for (List<UsageEvent> history : byValue.values()) {
            List<Stay> stays = stays(history, period);
            days += daysWithin(stays, period);
            present += endsPresent(history) ? 1 : 0;
        }
        BigDecimal level = BigDecimal.valueOf(present);
        if (meter.carry() != Carry.RECURRING_PRORATED) {
            return quantityAndLevel.apply(level, level);
        }
        BigDecimal share =
                meter.quotient()
                        .divide(BigDecimal.valueOf(days), BigDecimal.valueOf(period.fullDays()));
        return quantityAndLevel.apply(share, level);
    }

    /**
     * The last operation decides: earlier repeats change nothing, and a value never added cannot be
     * present.
     */
    private static boolean endsPresent(List<UsageEvent> history) {
        return !removes(history.getLast());
    }

    static boolean removes(UsageEvent event) {
        return event.text(OPERATION).filter("remove"::equals).isPresent();
    }

    private static List<Stay> stays(List<UsageEvent> history, MeteredPeriod period) {
        List<Stay> stays = new ArrayList<>();
        LocalDate since = null;
        for (UsageEvent event : history) {
            LocalDate day = period.day(event.at());
            if (!removes(event) && since == null) {
                since = day;
            } else if (removes(event) && since != null) {
                // Gone before the window opened, if only by an hour: its day is not a day of this
                // window.
                if (!event.at().isBefore(period.billed().from())) {
                    stays.add(new Stay(since, day));
                }
                since = null;
            }
        }
        if (since != null) {
            stays.add(new Stay(since, period.lastBilledDay()));
        }
        return stays;
    }

    /**
     * Days of the billed window on which the value was present at any moment; a day counts once.
     */
    private static long daysWithin(List<Stay> stays, MeteredPeriod period) {
        LocalDate counted = period.day(period.billed().from()).minusDays(1);
        LocalDate end = period.lastBilledDay();
        long days = 0;
        for (Stay stay : stays) {
            LocalDate first = stay.first().isAfter(counted) ? stay.first() : counted.plusDays(1);
            LocalDate last = stay.last().isBefore(end) ? stay.last() : end;
            if (!last.isBefore(first)) {
                days += ChronoUnit.DAYS.between(first, last) + 1;
                counted = last;
            }
        }
        return days;
    }
}
