package io.tallybook.ingestion.sink;

import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.RowBinaryReader;
import io.tallybook.ingestion.usagelog.RowBinaryWriter;
import io.tallybook.ingestion.usagelog.UndecodableUsage;
import io.tallybook.ingestion.usagelog.UsageFrame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The table of unique events, as the sink writes it, and the table of what was no event. */
final class EventTable {
    private static final String EVENTS = "usage_event";
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
        for (Batch.Usage one : usage) {
            one.frame().writeRow(rows);
            rows.int16((short) one.partition().partition());
            rows.int64(one.offset());
        }
        store.insert(EVENTS, COLUMNS, rows);
    }

    void setAside(Collection<Batch.SetAside> records) {
        if (records.isEmpty()) {
            return;
        }
        RowBinaryWriter rows = new RowBinaryWriter(ROW_BYTES * records.size());
        for (Batch.SetAside one : records) {
            rows.int16((short) one.partition().partition());
            rows.int64(one.record().offset());
            rows.string(one.reason());
            byte[] payload = one.record().value();
            rows.bytes(payload == null ? new byte[0] : payload);
        }
        store.insert(
                SET_ASIDE, List.of("kafka_partition", "kafka_offset", "reason", "payload"), rows);
    }

    /** A page of a partition's events, by their offset on the log. */
    record Page(List<UsageFrame> frames, long lastOffset, boolean isLast) {}

    /**
     * The events of {@code partition} that stood on the log at {@code from} or later, a page of
     * them.
     */
    Page from(int partition, long from) {
        RowBinaryReader rows =
                store.query(
                        """
                        SELECT tenant, environment, event_id, event_name,
                            external_customer_id, timestamp, received_at, source,
                            map()::Map(String, String), kafka_offset
                        FROM usage_event
                        WHERE kafka_partition = %d AND kafka_offset >= %d
                        ORDER BY kafka_offset LIMIT %d
                        """
                                .formatted(partition, from, PAGE_ROWS));
        List<UsageFrame> frames = new ArrayList<>();
        long last = from;
        while (rows.hasNext()) {
            frames.add(frame(rows));
            last = rows.int64();
        }
        return new Page(frames, last, frames.size() < PAGE_ROWS);
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
