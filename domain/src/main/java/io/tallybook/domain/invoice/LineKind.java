package io.tallybook.domain.invoice;

/** What a line is charged for. */
public enum LineKind {
    /** A recurring fee: seats, a plan's base price. */
    FIXED,
    /** What a meter read. */
    USAGE,
    /** What lifts a period's charges to an agreed minimum. */
    TRUE_UP
}
