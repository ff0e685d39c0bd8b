package io.tallybook.ingestion.sink;

/** Carries out the steps of the sink: where they are measured, and where a test pulls the plug. */
@FunctionalInterface
interface Steps {
    void carryOut(Step step, Runnable work);
}
