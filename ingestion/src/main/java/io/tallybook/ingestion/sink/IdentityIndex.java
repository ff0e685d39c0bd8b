package io.tallybook.ingestion.sink;

import io.tallybook.ingestion.store.Sql;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.RowBinaryReader;
import io.tallybook.ingestion.usagelog.RowBinaryWriter;
import io.tallybook.ingestion.usagelog.UsageFrame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
                    "timestamp");
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

    /** Those of {@code frames}' identities that are known. */
    Set<String> known(Collection<UsageFrame> frames) {
        IdentityFilter current = loaded();
        return lookUp(frames.stream().filter(f -> current.mayKnow(hash(f))).toList());
    }

    private Set<String> lookUp(Collection<UsageFrame> frames) {
        Map<String, List<UsageFrame>> byScope = new LinkedHashMap<>();
        for (UsageFrame frame : frames) {
            byScope.computeIfAbsent(frame.scopeKey(), _ -> new ArrayList<>()).add(frame);
        }
        Set<String> known = new HashSet<>();
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

    void add(Collection<UsageFrame> frames) {
        if (frames.isEmpty()) {
            return;
        }
        RowBinaryWriter rows = new RowBinaryWriter(128 * frames.size());
        frames.forEach(frame -> frame.writeIdentityRow(rows));
        store.insert(TABLE, COLUMNS, rows);
        IdentityFilter current = filter;
        if (current != null) {
            frames.forEach(frame -> current.add(hash(frame)));
        }
    }

    private IdentityFilter loaded() {
        IdentityFilter current = filter;
        if (current == null || current.isFull()) {
            long count = store.query("SELECT count() FROM " + TABLE).int64();
            current = new IdentityFilter(2 * count);
            store.forEachLong(
                    "SELECT xxHash64(concat(tenant, environment, event_id)) FROM " + TABLE,
                    current::add);
            filter = current;
        }
        return current;
    }

    private static long hash(UsageFrame frame) {
        return XxHash64.of(frame.identityText());
    }

    private void collect(List<String> conditions, Set<String> known) {
        RowBinaryReader rows =
                store.query(
                        "SELECT tenant, environment, event_id FROM "
                                + TABLE
                                + " WHERE "
                                + String.join(" OR ", conditions));
        while (rows.hasNext()) {
            known.add(rows.key(IDENTITY_STRINGS));
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
