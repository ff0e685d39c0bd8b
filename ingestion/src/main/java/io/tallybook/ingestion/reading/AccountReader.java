package io.tallybook.ingestion.reading;

import io.tallybook.core.usage.LogPosition;
import io.tallybook.core.usage.UsageAccounts;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.core.usage.UsageReceipt;
import io.tallybook.ingestion.account.LogAccounts;
import io.tallybook.ingestion.store.Sql;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.RowBinaryReader;
import io.tallybook.ingestion.usagelog.UsageFrame;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Says of one event and of all what became of them. Blocks. */
public final class AccountReader {
    private static final String COLUMNS =
            "tenant, environment, event_id, event_name, external_customer_id, timestamp,"
                    + " received_at, source, properties, kafka_partition, kafka_offset";

    private final UsageStore store;
    private final Completeness completeness;
    private final AmendmentReader amendments;
    private final Supplier<LogAccounts.Standing> standing;

    /**
     * @param standing how the accounts stand as a whole
     */
    public AccountReader(
            UsageStore store, Completeness completeness, Supplier<LogAccounts.Standing> standing) {
        this.store = store;
        this.completeness = completeness;
        this.amendments = new AmendmentReader(store, completeness);
        this.standing = standing;
    }

    /** Errors: ReadingIncomplete, for what was accepted a moment ago must be in it too. */
    public Optional<UsageReceipt> receipt(UsageQuery.ReceiptOf query) {
        completeness.await();
        String id = Sql.text(query.eventId());
        String inScope = Sql.inScope(query.scope());
        RowBinaryReader rows =
                store.query(
                        """
                        SELECT %s FROM usage_event
                        WHERE %s AND event_id = %s
                            AND (event_name, external_customer_id, timestamp) IN (
                            SELECT event_name, external_customer_id, timestamp
                            FROM usage_event_identity WHERE %s AND event_id = %s)
                        LIMIT 1
                        """
                                .formatted(COLUMNS, inScope, id, inScope, id));
        List<UsageReceipt.Amended> amended = amendments.of(query.scope(), query.eventId());
        if (!rows.hasNext()) {
            return added(query, amended);
        }
        UsageEvent event = UsageFrame.event(rows);
        LogPosition position = position(rows);
        String repeated = "FROM usage_repeat FINAL WHERE " + inScope + " AND event_id = " + id;
        long count = store.query("SELECT count() " + repeated).int64();
        return Optional.of(
                new UsageReceipt(
                        event,
                        position,
                        count == 0 ? List.of() : repeats(repeated),
                        count,
                        amended));
    }

    /** Of an event that never came in, and is there by an amendment only. */
    private Optional<UsageReceipt> added(
            UsageQuery.ReceiptOf query, List<UsageReceipt.Amended> amended) {
        return amendments
                .firstPosition(query.scope(), query.eventId())
                .map(
                        position ->
                                new UsageReceipt(
                                        amended.getFirst().said().event(),
                                        position,
                                        List.of(),
                                        0,
                                        amended));
    }

    private List<UsageReceipt.Repeat> repeats(String from) {
        RowBinaryReader rows =
                store.query(
                        "SELECT %s, is_conflict %s ORDER BY kafka_partition, kafka_offset LIMIT %d"
                                .formatted(COLUMNS, from, UsageReceipt.REPEATS_MAX));
        List<UsageReceipt.Repeat> repeats = new ArrayList<>();
        while (rows.hasNext()) {
            repeats.add(
                    new UsageReceipt.Repeat(
                            UsageFrame.event(rows), position(rows), rows.int8() == 1));
        }
        return repeats;
    }

    private static LogPosition position(RowBinaryReader rows) {
        return new LogPosition(rows.uint16(), rows.int64());
    }

    /** Errors: ReadingIncomplete, as for a receipt. */
    public UsageQuery.Refusals refusals(UsageQuery.RefusalsOf query) {
        completeness.await();
        String where =
                "WHERE %s AND event_id = %s"
                        .formatted(Sql.inScope(query.scope()), Sql.text(query.eventId()));
        List<UsageQuery.Refusal> refusals = new ArrayList<>();
        RowBinaryReader rows =
                store.query(
                        "SELECT %s, reason FROM usage_refused FINAL %s ORDER BY received_at DESC LIMIT %d"
                                .formatted(COLUMNS, where, UsageReceipt.REPEATS_MAX));
        while (rows.hasNext()) {
            UsageEvent event = UsageFrame.event(rows);
            position(rows);
            refusals.add(new UsageQuery.Refusal(event, rows.string(), event.receivedAt(), null));
        }
        rows =
                store.query(
                        "SELECT id, reason, rejected_at FROM usage_rejected FINAL %s ORDER BY rejected_at DESC LIMIT %d"
                                .formatted(where, UsageReceipt.REPEATS_MAX));
        while (rows.hasNext()) {
            String id = rows.string();
            String reason = rows.string();
            Instant at = UsageFrame.instant(rows.int64());
            refusals.add(new UsageQuery.Refusal(null, reason, at, id));
        }
        refusals.sort(Comparator.comparing(UsageQuery.Refusal::at).reversed());
        return new UsageQuery.Refusals(refusals);
    }

    /** Errors: ReadingIncomplete, as for a receipt. */
    public UsageAccounts accounts(UsageQuery.AccountsOf query) {
        completeness.await();
        List<String> conditions = new ArrayList<>(List.of(Sql.inScope(query.scope())));
        conditions.add("received_at >= " + Sql.micros(UsageFrame.micros(query.from())));
        conditions.add("received_at < " + Sql.micros(UsageFrame.micros(query.to())));
        String where = "WHERE " + String.join(" AND ", conditions);
        RowBinaryReader rows =
                store.query(
                        """
                        SELECT toInt64(toUnixTimestamp64Micro(received_at) DIV 3600000000) AS hour,
                            source, uniqExact(position), uniqExactIf(position, kind = 0),
                            uniqExactIf(position, kind IN (1, 2)),
                            uniqExactIf(position, kind = 2), uniqExactIf(position, kind = 3)
                        FROM (
                            SELECT received_at, source, 0 AS kind,
                                (kafka_partition, kafka_offset) AS position
                            FROM usage_event %1$s
                            UNION ALL
                            SELECT received_at, source, 1 + is_conflict,
                                (kafka_partition, kafka_offset)
                            FROM usage_repeat %1$s
                            UNION ALL
                            SELECT received_at, source, 3, (kafka_partition, kafka_offset)
                            FROM usage_refused %1$s)
                        GROUP BY hour, source ORDER BY hour, source
                        """
                                .formatted(where));
        List<UsageAccounts.Line> lines = new ArrayList<>();
        while (rows.hasNext()) {
            lines.add(
                    new UsageAccounts.Line(
                            UsageFrame.instant(rows.int64() * 3_600_000_000L),
                            rows.nullableString(),
                            rows.int64(),
                            rows.int64(),
                            rows.int64(),
                            rows.int64(),
                            rows.int64()));
        }
        addRejected(query, lines);
        LogAccounts.Standing whole = standing.get();
        return new UsageAccounts(
                lines,
                setAside(query),
                whole.unexplained(),
                Completeness.text(whole.checkedUpTo()));
    }

    /** Records of files and topics that were no usage events: they never were on our log. */
    private void addRejected(UsageQuery.AccountsOf query, List<UsageAccounts.Line> lines) {
        RowBinaryReader rows =
                store.query(
                        """
                        SELECT toInt64(toUnixTimestamp64Micro(rejected_at) DIV 3600000000) AS hour,
                            source, uniqExact(id)
                        FROM usage_rejected WHERE %s AND rejected_at >= %s AND rejected_at < %s
                        GROUP BY hour, source ORDER BY hour, source
                        """
                                .formatted(
                                        Sql.inScope(query.scope()),
                                        Sql.micros(UsageFrame.micros(query.from())),
                                        Sql.micros(UsageFrame.micros(query.to()))));
        while (rows.hasNext()) {
            Instant hour = UsageFrame.instant(rows.int64() * 3_600_000_000L);
            String source = rows.string();
            long rejected = rows.int64();
            lines.add(new UsageAccounts.Line(hour, source, 0, 0, 0, 0).with(rejected));
        }
        lines.sort(
                Comparator.comparing(UsageAccounts.Line::hour)
                        .thenComparing(line -> line.source() == null ? "" : line.source()));
    }

    private long setAside(UsageQuery.AccountsOf query) {
        return store.query(
                        """
                        SELECT uniqExact(kafka_partition, kafka_offset) FROM usage_set_aside
                        WHERE set_aside_at >= %s AND set_aside_at < %s
                        """
                                .formatted(
                                        Sql.micros(UsageFrame.micros(query.from())),
                                        Sql.micros(UsageFrame.micros(query.to()))))
                .int64();
    }
}
