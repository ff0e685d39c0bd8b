package io.tallybook.core.usage;

/** Whether the counters of imports add up: what was dealt with was taken in, or set aside. */
public interface ImportAccounts {
    /**
     * What does not add up, over all environments. Blocks.
     *
     * <p>Errors: ReadingIncomplete if it cannot be asked at the moment.
     */
    Unexplained unexplained();

    /**
     * Records that were dealt with and are neither taken in nor set aside.
     *
     * @param first the id of an import that has some; empty when there is none
     */
    record Unexplained(long records, String first) {}
}
