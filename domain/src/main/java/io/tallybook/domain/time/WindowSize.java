package io.tallybook.domain.time;

/** How long the windows of a bucketed meter, an allowance or a commitment are. */
public enum WindowSize {
    MINUTE(1),
    QUARTER_HOUR(15),
    HALF_HOUR(30),
    HOUR(60),
    THREE_HOURS(180),
    SIX_HOURS(360),
    TWELVE_HOURS(720),
    DAY(0),
    WEEK(0),
    MONTH(0);

    private final int minutes;

    WindowSize(int minutes) {
        this.minutes = minutes;
    }

    /** Minutes of a window shorter than a day; 0 for those that follow the calendar. */
    int minutes() {
        return minutes;
    }
}
