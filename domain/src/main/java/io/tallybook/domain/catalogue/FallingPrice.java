package io.tallybook.domain.catalogue;

/** What the seller says about a price by which more usage can cost less. */
public enum FallingPrice {
    REFUSED,
    DECLARED
}
