package io.tallybook.ingestion.account;

import io.tallybook.core.usage.ImportAccounts;
import io.tallybook.ingestion.reading.Completeness;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.RowBinaryReader;
import io.tallybook.ingestion.usagelog.RowBinaryWriter;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Holds the store against the log: every position of the log that the sink says to have dealt with
 * must be an event stored, a repeat, an amendment, a refusal or a record set aside.
 *
 * <p>The positions of a partition follow one another without a gap, so counting them is a proof
 * that does not rest on what the sink itself counted. What was found complete is not looked at
 * again, also after a restart. Blocks.
 */
public final class LogAccounts {
    private static final String CHECKED = "usage_accounted";
    private static final long STRETCH_MAX = 1_000_000;

    private final UsageStore store;
    private final Completeness completeness;
    private final SortedMap<Integer, Long> checked = new TreeMap<>();

    public LogAccounts(UsageStore store, Completeness completeness) {
        this.store = store;
        this.completeness = completeness;
    }

    /**
     * How the accounts stand.
     *
     * @param unexplained positions of the log, and records of imports, that were dealt with and are
     *     nowhere
     * @param checkedUpTo for each partition, the offset before which nothing is unexplained
     * @param firstMissing the first such position, as {@code partition:offset}, or import; empty
     *     when there is none
     */
    public record Standing(
            long unexplained, SortedMap<Integer, Long> checkedUpTo, String firstMissing) {
        /** The same, and what of imports does not add up. */
        Standing with(ImportAccounts.Unexplained imports) {
            return imports.records() == 0
                    ? this
                    : new Standing(
                            unexplained + imports.records(),
                            checkedUpTo,
                            firstMissing.isEmpty() ? imports.first() : firstMissing);
        }
    }

    /**
     * Looks at what the sink has dealt with since the last time. Errors: those of the log and of
     * the store; then nothing is said and nothing forgotten.
     */
    public synchronized Standing check() {
        remember();
        long unexplained = 0;
        String firstMissing = "";
        for (var stored : completeness.stored().entrySet()) {
            int partition = stored.getKey();
            long from = checked.getOrDefault(partition, 0L);
            boolean gapless = true;
            while (from < stored.getValue()) {
                long to = Math.min(stored.getValue(), from + STRETCH_MAX);
                long missing = to - from - found(partition, from, to);
                gapless &= missing == 0;
                if (gapless) {
                    complete(partition, to);
                } else if (missing != 0 && firstMissing.isEmpty()) {
                    firstMissing = partition + ":" + firstMissing(partition, from, to);
                }
                unexplained += missing;
                from = to;
            }
        }
        return new Standing(unexplained, new TreeMap<>(checked), firstMissing);
    }

    private void remember() {
        if (checked.isEmpty()) {
            RowBinaryReader rows =
                    store.query(
                            "SELECT kafka_partition, max(up_to) FROM "
                                    + CHECKED
                                    + " GROUP BY kafka_partition");
            while (rows.hasNext()) {
                checked.put(rows.uint16(), rows.int64());
            }
        }
    }

    private void complete(int partition, long upTo) {
        RowBinaryWriter row = new RowBinaryWriter(16);
        row.int16((short) partition);
        row.int64(upTo);
        store.insert(CHECKED, List.of("kafka_partition", "up_to"), row);
        checked.put(partition, upTo);
    }

    private long found(int partition, long from, long to) {
        return store.query("SELECT uniqExact(kafka_offset) FROM " + positions(partition, from, to))
                .int64();
    }

    private long firstMissing(int partition, long from, long to) {
        return store.query(
                        """
                        SELECT min(number) FROM numbers(%d, %d)
                        WHERE number NOT IN (SELECT kafka_offset FROM %s)
                        """
                                .formatted(from, to - from, positions(partition, from, to)))
                .int64();
    }

    private static String positions(int partition, long from, long to) {
        String stretch =
                "WHERE kafka_partition = %d AND kafka_offset >= %d AND kafka_offset < %d"
                        .formatted(partition, from, to);
        return """
        (SELECT kafka_offset FROM usage_event %1$s
         UNION ALL SELECT kafka_offset FROM usage_repeat %1$s
         UNION ALL SELECT kafka_offset FROM usage_amended %1$s
         UNION ALL SELECT kafka_offset FROM usage_amendment %1$s
         UNION ALL SELECT kafka_offset FROM usage_refused %1$s
         UNION ALL SELECT kafka_offset FROM usage_set_aside %1$s)
        """
                .formatted(stretch);
    }
}
