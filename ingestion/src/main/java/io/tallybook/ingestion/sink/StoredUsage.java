package io.tallybook.ingestion.sink;

import io.tallybook.ingestion.usagelog.UsageFrame;
import java.util.List;
import java.util.Map;

/** Hears, on the sink's own thread, what the sink of this process has just stored. */
public interface StoredUsage {
    /** Where nobody listens. */
    StoredUsage UNHEARD =
            new StoredUsage() {
                @Override
                public void stored(List<UsageFrame> events, Map<Integer, Stretch> stretches) {}

                @Override
                public void interrupted() {}
            };

    /** Tells one, then the other. */
    static StoredUsage both(StoredUsage one, StoredUsage other) {
        return new StoredUsage() {
            @Override
            public void stored(List<UsageFrame> events, Map<Integer, Stretch> stretches) {
                one.stored(events, stretches);
                other.stored(events, stretches);
            }

            @Override
            public void interrupted() {
                one.interrupted();
                other.interrupted();
            }
        };
    }

    /**
     * Events were stored, none of them ever before; nothing else on these stretches of the log is
     * new.
     *
     * @param stretches of each partition that the batch came from
     */
    void stored(List<UsageFrame> events, Map<Integer, Stretch> stretches);

    /**
     * What was stored since the last call is not known: an attempt failed half-way, or partitions
     * changed hands.
     */
    void interrupted();

    /** A stretch of a partition: from its first record to behind its last. */
    record Stretch(long first, long next) {}
}
