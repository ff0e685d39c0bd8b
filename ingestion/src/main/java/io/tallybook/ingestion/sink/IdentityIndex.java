package io.tallybook.ingestion.sink;

import io.tallybook.ingestion.store.Sql;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.RowBinaryReader;
import io.tallybook.ingestion.usagelog.RowBinaryWriter;
import io.tallybook.ingestion.usagelog.UsageFrame;
import io.tallybook.ingestion.usagelog.XxHash64;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table of all identities ever stored, with a filter in memory before it.
 *
 * <p>The filter holds every identity of the partitions that are this sink's: it is loaded from the
 * table when a partition becomes ours (whose identities another sink may have added until then),
 * and from then on only we add to them.
 */
final class IdentityIndex {
    private static final String TABLE = "usage_event_identity";
    private static final List<String> COLUMNS =
            List.of(
                    "tenant",
                    "environment",
                    "event_id",
                    "event_name",
                    "external_customer_id",
                    "timestamp",
                    "kafka_partition",
                    "kafka_offset",
                    "content");
    private static final Logger LOG = LoggerFactory.getLogger(IdentityIndex.class);
    private static final int IDENTITY_STRINGS = 3;
    private static final int SCOPES_PER_QUERY_MAX = 50;

    private final UsageStore store;
    private @Nullable IdentityFilter filter;

    IdentityIndex(UsageStore store) {
        this.store = store;
    }

    /** Has the filter loaded before it is next asked. */
    void forgetFilter() {
        filter = null;
    }

    /** Those of {@code usage}'s identities that are known, and where each was seen first. */
    Map<String, Origin> known(Collection<Batch.Usage> usage) {
        IdentityFilter current = loaded();
        return lookUp(
                usage.stream()
                        .map(Batch.Usage::frame)
                        .filter(frame -> current.mayKnow(hash(frame)))
                        .toList());
    }

    private Map<String, Origin> lookUp(Collection<UsageFrame> frames) {
        Map<String, List<UsageFrame>> byScope = new LinkedHashMap<>();
        for (UsageFrame frame : frames) {
            byScope.computeIfAbsent(frame.scopeKey(), _ -> new ArrayList<>()).add(frame);
        }
        Map<String, Origin> known = new HashMap<>();
        List<String> conditions = new ArrayList<>();
        for (List<UsageFrame> scope : byScope.values()) {
            conditions.add(isOneOf(scope));
            if (conditions.size() == SCOPES_PER_QUERY_MAX) {
                collect(conditions, known);
                conditions.clear();
            }
        }
        if (!conditions.isEmpty()) {
            collect(conditions, known);
        }
        return known;
    }

    void add(Collection<Batch.Usage> usage) {
        if (usage.isEmpty()) {
            return;
        }
        RowBinaryWriter rows = new RowBinaryWriter(128 * usage.size());
        for (Batch.Usage one : usage) {
            one.frame().writeIdentityRow(rows);
            rows.int16((short) one.partition().partition());
            rows.int64(one.offset());
            rows.int64(one.frame().content());
        }
        store.insert(TABLE, COLUMNS, rows);
        IdentityFilter current = filter;
        if (current != null) {
            usage.forEach(one -> current.add(hash(one.frame())));
        }
    }

    private IdentityFilter loaded() {
        IdentityFilter current = filter;
        if (current == null) {
            IdentityRebuild.ifAnyIsMissing(store);
        }
        if (current == null || current.isFull()) {
            long count = store.query("SELECT count() FROM " + TABLE).int64();
            // The old one goes first: two would be twice the memory.
            filter = null;
            long start = System.nanoTime();
            current = new IdentityFilter(count + count / 2);
            store.forEachLong(
                    "SELECT xxHash64(concat(tenant, environment, event_id)) FROM " + TABLE,
                    current::add);
            filter = current;
            LOG.info(
                    "{} identities loaded in {} ms",
                    count,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        }
        return current;
    }

    private static long hash(UsageFrame frame) {
        return XxHash64.of(frame.identityText());
    }

    private void collect(List<String> conditions, Map<String, Origin> known) {
        RowBinaryReader rows =
                store.query(
                        "SELECT tenant, environment, event_id, kafka_partition, kafka_offset,"
                                + " content FROM "
                                + TABLE
                                + " WHERE "
                                + String.join(" OR ", conditions));
        while (rows.hasNext()) {
            known.put(
                    rows.key(IDENTITY_STRINGS),
                    new Origin(rows.uint16(), rows.int64(), rows.int64()));
        }
    }

    /** {@code frames} are of one scope. */
    private static String isOneOf(List<UsageFrame> frames) {
        UsageFrame any = frames.getFirst();
        String ids =
                frames.stream()
                        .map(frame -> Sql.text(frame.eventId()))
                        .collect(Collectors.joining(","));
        return "(tenant = %s AND environment = %s AND event_id IN (%s))"
                .formatted(Sql.text(any.tenant()), Sql.text(any.environment()), ids);
    }
}
