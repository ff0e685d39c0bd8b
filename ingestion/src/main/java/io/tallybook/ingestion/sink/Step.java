package io.tallybook.ingestion.sink;

/** What storing a batch consists of; the sink may die before, between and after any two. */
enum Step {
    HEAL,
    LOOK_UP,
    STORE_EVENTS,
    STORE_IDENTITIES,
    STORE_REPEATS,
    STORE_AMENDMENTS,
    SET_ASIDE,
    COMMIT
}
