package io.tallybook.domain.time;

import java.time.LocalTime;

/**
 * Some hours of every day, half-open: from 09:00 to 12:00 takes what begins at 09:00, 10:00 and
 * 11:00.
 *
 * <p>An end at or before the start runs over midnight; 00:00 to 00:00 is the whole day.
 */
public record TimeOfDay(LocalTime start, LocalTime end) {
    private static final long NANOS_OF_MINUTE = 60_000_000_000L;

    /** Whether what begins at this time of day belongs to it. */
    public boolean covers(LocalTime time) {
        return start.isBefore(end)
                ? !time.isBefore(start) && time.isBefore(end)
                : !time.isBefore(start) || time.isBefore(end);
    }

    public boolean overlaps(TimeOfDay other) {
        return covers(other.start) || other.covers(start);
    }

    /**
     * Whether each window lies inside or outside of it; never so with windows of a day or longer.
     */
    public boolean isTiledBy(WindowSize size) {
        return size.minutes() > 0 && isBound(start, size) && isBound(end, size);
    }

    private static boolean isBound(LocalTime time, WindowSize size) {
        return time.toNanoOfDay() % (NANOS_OF_MINUTE * size.minutes()) == 0;
    }

    /** {@code 09:00-12:00}. */
    @Override
    public String toString() {
        return start + "-" + end;
    }
}
