package io.tallybook.domain.time;

/** What the periods are aligned to: the day the subscription began, or the calendar. */
public enum BillingCycle {
    ANNIVERSARY,
    CALENDAR
}
