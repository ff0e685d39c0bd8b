package io.tallybook.core.catalogue;

/** How a meter makes one number of many events. */
public enum AggregationType {
    COUNT,
    SUM,
    AVG,
    COUNT_UNIQUE,
    LATEST,
    SUM_WITH_MULTIPLIER,
    MAX,

    /** Each value weighted by the part of the period that is left when it comes. */
    WEIGHTED_SUM
}
