package io.tallybook.ingestion.sink;

/**
 * Where an identity was seen first, and what it said.
 *
 * @param content see {@link io.tallybook.ingestion.usagelog.UsageFrame#content}
 */
record Origin(int partition, long offset, long content) {
    static Origin of(Batch.Usage usage) {
        return new Origin(usage.partition().partition(), usage.offset(), usage.frame().content());
    }

    /** Whether {@code usage} is this very record of the log, delivered again. */
    boolean isSame(Batch.Usage usage) {
        return partition == usage.partition().partition() && offset == usage.offset();
    }
}
