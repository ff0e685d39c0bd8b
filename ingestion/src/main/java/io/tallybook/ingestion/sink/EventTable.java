package io.tallybook.ingestion.sink;

import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.RowBinaryReader;
import io.tallybook.ingestion.usagelog.RowBinaryWriter;
import io.tallybook.ingestion.usagelog.UndecodableUsage;
import io.tallybook.ingestion.usagelog.UsageFrame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** The tables of unique events, of repeats and of what was no event, as the sink writes them. */
final class EventTable {
    private static final String EVENTS = "usage_event";
    private static final String REPEATS = "usage_repeat";
    private static final String SET_ASIDE = "usage_set_aside";
    private static final List<String> COLUMNS =
            List.of(
                    "tenant",
                    "environment",
                    "event_id",
                    "event_name",
                    "external_customer_id",
                    "timestamp",
                    "received_at",
                    "source",
                    "properties",
                    "kafka_partition",
                    "kafka_offset");
    private static final String REFUSED = "usage_refused";
    private static final String AMENDED = "usage_amended";
    private static final String AMENDMENTS = "usage_amendment";
    private static final List<String> AMENDED_FIRST =
            List.of(
                    "amendment",
                    "action",
                    "was_event_name",
                    "was_external_customer_id",
                    "was_timestamp");
    private static final List<String> STEP_COLUMNS =
            List.of(
                    "tenant",
                    "environment",
                    "amendment",
                    "step",
                    "at",
                    "actor",
                    "reason",
                    "kafka_partition",
                    "kafka_offset");
    private static final int ROW_BYTES = 256;
    private static final int PAGE_ROWS = 20_000;

    private final UsageStore store;

    EventTable(UsageStore store) {
        this.store = store;
    }

    void add(Collection<Batch.Usage> usage) {
        if (usage.isEmpty()) {
            return;
        }
        RowBinaryWriter rows = new RowBinaryWriter(ROW_BYTES * usage.size());
        usage.forEach(one -> writeRow(one, rows));
        store.insert(EVENTS, COLUMNS, rows);
    }

    /** A repeat is kept with what it said, once however often the log delivers it. */
    void addRepeats(Collection<Batch.Repeat> repeats) {
        if (repeats.isEmpty()) {
            return;
        }
        RowBinaryWriter rows = new RowBinaryWriter(ROW_BYTES * repeats.size());
        for (Batch.Repeat one : repeats) {
            writeRow(one.usage(), rows);
            rows.int8((byte) (one.isConflict() ? 1 : 0));
        }
        List<String> columns = new ArrayList<>(COLUMNS);
        columns.add("is_conflict");
        store.insert(REPEATS, columns, rows);
    }

    /** What amendments say, once however often the log delivers it. */
    void addAmended(Collection<Batch.Amended> amended) {
        RowBinaryWriter events = new RowBinaryWriter(ROW_BYTES * amended.size());
        RowBinaryWriter steps = new RowBinaryWriter(ROW_BYTES);
        for (Batch.Amended one : amended) {
            RowBinaryWriter rows = one.usage() == null ? steps : events;
            one.frame().writeRow(rows);
            rows.int16((short) one.partition().partition());
            rows.int64(one.offset());
        }
        if (!events.isEmpty()) {
            List<String> columns = new ArrayList<>(AMENDED_FIRST);
            columns.addAll(COLUMNS);
            store.insert(AMENDED, columns, events);
        }
        // After what they put in force.
        if (!steps.isEmpty()) {
            store.insert(AMENDMENTS, STEP_COLUMNS, steps);
        }
    }

    /** What was not taken, once however often the log delivers it. */
    void addRefused(Collection<Batch.Refused> refused) {
        if (refused.isEmpty()) {
            return;
        }
        RowBinaryWriter rows = new RowBinaryWriter(ROW_BYTES * refused.size());
        for (Batch.Refused one : refused) {
            one.frame().writeRow(rows);
            rows.int16((short) one.partition().partition());
            rows.int64(one.offset());
        }
        List<String> columns = new ArrayList<>(List.of("reason"));
        columns.addAll(COLUMNS);
        store.insert(REFUSED, columns, rows);
    }

    private static void writeRow(Batch.Usage usage, RowBinaryWriter rows) {
        usage.frame().writeRow(rows);
        rows.int16((short) usage.partition().partition());
        rows.int64(usage.offset());
    }

    void setAside(Collection<Batch.SetAside> records) {
        if (records.isEmpty()) {
            return;
        }
        RowBinaryWriter rows = new RowBinaryWriter(ROW_BYTES * records.size());
        for (Batch.SetAside one : records) {
            rows.int16((short) one.partition().partition());
            rows.int64(one.offset());
            rows.string(one.reason());
            byte[] payload = one.payload();
            rows.bytes(payload == null ? new byte[0] : payload);
        }
        store.insert(
                SET_ASIDE, List.of("kafka_partition", "kafka_offset", "reason", "payload"), rows);
    }

    /** A page of a partition's events, by their offset on the log. */
    record Page(List<Batch.Usage> usage, long lastOffset, boolean isLast) {}

    /**
     * The events of {@code partition} that stood on the log at {@code from} or later, a page of
     * them.
     */
    Page from(TopicPartition partition, long from) {
        RowBinaryReader rows =
                store.query(
                        """
                        SELECT tenant, environment, event_id, event_name,
                            external_customer_id, timestamp, received_at, source,
                            properties, kafka_offset
                        FROM usage_event
                        WHERE kafka_partition = %d AND kafka_offset >= %d
                        ORDER BY kafka_offset LIMIT %d
                        """
                                .formatted(partition.partition(), from, PAGE_ROWS));
        List<Batch.Usage> usage = new ArrayList<>();
        long last = from;
        while (rows.hasNext()) {
            UsageFrame frame = frame(rows);
            last = rows.int64();
            usage.add(new Batch.Usage(partition, last, frame));
        }
        return new Page(usage, last, usage.size() < PAGE_ROWS);
    }

    /**
     * Collapses what is in there twice: rows that are one and the same record of the log.
     *
     * <p>Only after a sink found that it had not owned its partition while it stored: two sinks may
     * then have stored the same.
     *
     * @param usage what was stored; other months are left alone
     */
    void collapseDoubles(Collection<Batch.Usage> usage) {
        usage.stream()
                .map(one -> one.frame().month())
                .distinct()
                .forEach(
                        month ->
                                store.executeHoweverLong(
                                        "OPTIMIZE TABLE %s PARTITION %d FINAL"
                                                .formatted(EVENTS, month)));
    }

    private static UsageFrame frame(RowBinaryReader rows) {
        try {
            return UsageFrame.next(rows);
        } catch (UndecodableUsage e) {
            throw new IllegalStateException("what was stored is no usage event", e);
        }
    }
}
