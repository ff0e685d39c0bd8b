package io.tallybook.domain.usage;

/** What a period of a meter starts from. */
public enum Carry {
    /** Each period starts from nothing. */
    FRESH,
    /** Each period starts from what earlier events left (recurring, metered units that stay). */
    RECURRING,
    /**
     * Recurring, and a unit held for part of the period counts for its share of the period's days.
     */
    RECURRING_PRORATED
}
