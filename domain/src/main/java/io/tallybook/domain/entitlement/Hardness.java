package io.tallybook.domain.entitlement;

/** What happens at the limit. */
public enum Hardness {
    /** Use beyond it is allowed and billed. */
    SOFT,
    /** Use beyond it is refused. */
    HARD
}
