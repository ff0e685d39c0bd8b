package io.tallybook.domain.usage;

/**
 * The length of a bucket: a fixed number of minutes within a day, or a stretch of the customer's
 * calendar.
 */
public enum WindowSize {
    MINUTE(1),
    MINUTES_15(15),
    MINUTES_30(30),
    HOUR(60),
    HOURS_3(180),
    HOURS_6(360),
    HOURS_12(720),
    DAY(0),
    WEEK(0),
    MONTH(0);

    private final int minutes;

    WindowSize(int minutes) {
        this.minutes = minutes;
    }

    /** Minutes of a clock window; zero for calendar windows, whose length the calendar decides. */
    int minutes() {
        return minutes;
    }
}
