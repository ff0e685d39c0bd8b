package io.tallybook.sagas.model;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls window by window, found by walking over every hour on a clock at the customer's wall:
 * windows are counted from midnight, and with each midnight anew.
 */
final class SlowWindows {
    private static final int SECONDS = 3600;

    private SlowWindows() {}

    /**
     * @param hour of the day in which it begins
     * @param calls zero where there were none
     */
    record Window(int hour, int calls) {}

    /** All windows that have an hour in a stretch of service; what lies outside of it is left. */
    static List<Window> of(
            ZoneId zone, Offer.Windows counted, long from, long to, List<SlowBiller.Calls> calls) {
        long midnight = from;
        while (!isMidnight(midnight, zone)) {
            midnight--;
        }
        List<Window> windows = new ArrayList<>();
        long begin = Long.MIN_VALUE;
        int number = 0;
        for (long hour = from; hour < to; hour++) {
            if (isMidnight(hour, zone)) {
                midnight = hour;
            }
            long own = hour - (hour - midnight) % counted.length().hours();
            if (own != begin) {
                if (hour > from) {
                    windows.add(new Window(local(begin, zone).getHour(), number));
                }
                begin = own;
                number = 0;
            }
            number = with(number, hour, counted, calls);
        }
        windows.add(new Window(local(begin, zone).getHour(), number));
        return windows;
    }

    private static int with(
            int before, long hour, Offer.Windows counted, List<SlowBiller.Calls> calls) {
        int number = before;
        for (SlowBiller.Calls some : calls) {
            if (some.hour() == hour) {
                number =
                        counted.largest()
                                ? Math.max(number, some.number())
                                : number + some.number();
            }
        }
        return number;
    }

    private static boolean isMidnight(long hour, ZoneId zone) {
        return local(hour, zone).equals(LocalTime.MIDNIGHT);
    }

    private static LocalTime local(long hour, ZoneId zone) {
        return LocalTime.ofInstant(Instant.ofEpochSecond(hour * SECONDS), zone);
    }
}
