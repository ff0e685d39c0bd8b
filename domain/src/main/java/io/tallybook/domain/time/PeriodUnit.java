package io.tallybook.domain.time;

/** The calendar unit by which a subscription is billed. */
public enum PeriodUnit {
    DAILY(1, 0),
    WEEKLY(7, 0),
    MONTHLY(0, 1),
    QUARTERLY(0, 3),
    HALF_YEARLY(0, 6),
    ANNUAL(0, 12);

    private final int days;
    private final int months;

    PeriodUnit(int days, int months) {
        this.days = days;
        this.months = months;
    }

    /** Days in one unit; 0 for units counted in months. */
    public int days() {
        return days;
    }

    /** Months in one unit; 0 for units counted in days. */
    public int months() {
        return months;
    }

    public boolean countsInMonths() {
        return months > 0;
    }
}
