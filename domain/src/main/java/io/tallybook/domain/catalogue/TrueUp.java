package io.tallybook.domain.catalogue;

/** Whether a commitment that was not used up is charged all the same. */
public enum TrueUp {
    CHARGED,
    WAIVED
}
