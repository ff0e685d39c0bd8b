package io.tallybook.core.access;

/** What may be done with things of a kind. */
public enum Action {
    READ,
    WRITE
}
