package io.tallybook.domain.invoice;

import java.time.LocalDate;

/** The date that an invoice bears. */
public final class IssuingDate {
    private IssuingDate() {}

    /** The day that a recurring invoice is dated by. */
    public enum Anchor {
        CURRENT_PERIOD_END,
        NEXT_PERIOD_START
    }

    /** Whether the grace period moves the date. */
    public enum Adjustment {
        KEEP_ANCHOR,
        ALIGN_WITH_FINALIZATION
    }

    /**
     * The date of a recurring invoice whose billing day is the first of the next period.
     *
     * <p>Units: days of the customer's calendar; grace is how long the invoice stays a draft.
     * Source: docs/conventions.md#issuing-date.
     */
    public static LocalDate recurring(
            LocalDate billingDay, Anchor anchor, Adjustment adjustment, int graceDays) {
        return switch (adjustment) {
            case KEEP_ANCHOR -> anchored(billingDay, anchor);
            case ALIGN_WITH_FINALIZATION ->
                    graceDays == 0 ? anchored(billingDay, anchor) : billingDay.plusDays(graceDays);
        };
    }

    /** The date of any other invoice: the day it is finalized. */
    public static LocalDate oneOff(LocalDate billingDay, int graceDays) {
        return billingDay.plusDays(graceDays);
    }

    private static LocalDate anchored(LocalDate billingDay, Anchor anchor) {
        return switch (anchor) {
            case CURRENT_PERIOD_END -> billingDay.minusDays(1);
            case NEXT_PERIOD_START -> billingDay;
        };
    }
}
