package io.tallybook.ingestion.reading;

import io.tallybook.core.usage.UsageEvent;
import io.tallybook.core.usage.UsageQuery;
import io.tallybook.ingestion.store.Sql;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.RowBinaryReader;
import io.tallybook.ingestion.usagelog.UsageFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Follows what is stored along the log, each event once, whichever process stores it. Blocks; the
 * store is only asked when the log has gone on.
 */
public final class UsageTail {
    private final UsageStore store;
    private final Completeness completeness;

    public UsageTail(UsageStore store, Completeness completeness) {
        this.store = store;
        this.completeness = completeness;
    }

    /** Errors: ReadingIncomplete if the log cannot be asked how far it is. */
    public UsageQuery.Tailed read(UsageQuery.Tail query) {
        SortedMap<Integer, Long> stored = completeness.stored();
        String after = query.after();
        if (after == null) {
            return new UsageQuery.Tailed(List.of(), Completeness.text(stored), false);
        }
        SortedMap<Integer, Long> from = new TreeMap<>(Completeness.offsets(after));
        SortedMap<Integer, Long> fresh = new TreeMap<>(stored);
        fresh.entrySet().removeIf(end -> from.getOrDefault(end.getKey(), 0L) >= end.getValue());
        if (fresh.isEmpty()) {
            return new UsageQuery.Tailed(List.of(), after, false);
        }
        return page(query, from, fresh);
    }

    private UsageQuery.Tailed page(
            UsageQuery.Tail query, SortedMap<Integer, Long> from, SortedMap<Integer, Long> to) {
        List<String> conditions = new ArrayList<>(List.of(Sql.inScope(query.scope())));
        conditions.addAll(FilterSql.hasAll(query.properties()));
        is("external_customer_id", query.externalCustomerId(), conditions);
        is("event_name", query.eventName(), conditions);
        is("source", query.source(), conditions);
        conditions.add(
                to.entrySet().stream()
                        .map(
                                end ->
                                        "(kafka_partition = %d AND kafka_offset >= %d AND kafka_offset < %d)"
                                                .formatted(
                                                        end.getKey(),
                                                        from.getOrDefault(end.getKey(), 0L),
                                                        end.getValue()))
                        .collect(Collectors.joining(" OR ", "(", ")")));
        RowBinaryReader rows =
                store.query(
                        """
                        SELECT %s FROM usage_event WHERE %s
                        ORDER BY kafka_partition, kafka_offset
                        LIMIT 1 BY kafka_partition, kafka_offset LIMIT %d
                        """
                                .formatted(
                                        EventState.COLUMNS,
                                        String.join(" AND ", conditions),
                                        query.limit() + 1));
        List<UsageEvent> found = new ArrayList<>();
        SortedMap<Integer, Long> position = new TreeMap<>(from);
        while (rows.hasNext() && found.size() < query.limit()) {
            found.add(UsageFrame.event(rows));
            int partition = rows.uint16();
            // Of the partitions before this one all was found.
            for (Map.Entry<Integer, Long> end : to.entrySet()) {
                if (end.getKey() < partition) {
                    position.put(end.getKey(), end.getValue());
                }
            }
            position.put(partition, rows.int64() + 1);
        }
        boolean more = rows.hasNext();
        if (!more) {
            position.putAll(to);
        }
        return new UsageQuery.Tailed(found, Completeness.text(position), more);
    }

    private static void is(String column, @Nullable String value, List<String> conditions) {
        if (value != null) {
            conditions.add(column + " = " + Sql.text(value));
        }
    }
}
