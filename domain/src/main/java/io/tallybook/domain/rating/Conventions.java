package io.tallybook.domain.rating;

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
    EXACT
}
