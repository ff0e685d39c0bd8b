package io.tallybook.domain.rating;

import io.tallybook.domain.time.ProrationRule;
import io.tallybook.domain.usage.Aggregation;

/**
 * Whose arithmetic a plan is billed by, where the worlds differ.
 *
 * <p>FLEXPRICE and LAGO follow those systems, without their defects; EXACT is our own:
 * decimal-continuous tiers, second-exact proration on rational numbers, one rounding at the line,
 * largest-remainder allocation.
 */
public enum Conventions {
    FLEXPRICE,
    LAGO,
    EXACT;

    /** By what a share of a period is measured in this world. */
    public ProrationRule prorationRule() {
        return switch (this) {
            case FLEXPRICE -> ProrationRule.SECONDS_TO_LAST;
            case LAGO -> ProrationRule.DAYS;
            case EXACT -> ProrationRule.SECONDS;
        };
    }

    /** What a meter of the latest value reads in this world where that value is below zero. */
    public Aggregation.BelowZero latestBelowZero() {
        return switch (this) {
            case FLEXPRICE, EXACT -> Aggregation.BelowZero.KEPT;
            case LAGO -> Aggregation.BelowZero.ZERO;
        };
    }
}
