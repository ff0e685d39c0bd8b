package io.tallybook.ingestion.rejected;

import io.tallybook.core.Scope;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.core.usage.RejectedRecords;
import io.tallybook.core.usage.RejectedUsage;
import io.tallybook.core.usage.UsageNotDurable;
import io.tallybook.ingestion.store.Sql;
import io.tallybook.ingestion.store.StoreUnavailable;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.RowBinaryReader;
import io.tallybook.ingestion.usagelog.RowBinaryWriter;
import io.tallybook.ingestion.usagelog.UsageFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records that were no usage events, in ClickHouse. */
public final class RejectedTable implements RejectedRecords {
    private static final String TABLE = "usage_rejected";
    private static final List<String> COLUMNS =
            List.of(
                    "tenant",
                    "environment",
                    "source",
                    "position",
                    "id",
                    "reason",
                    "payload",
                    "rejected_at",
                    "replayed_as",
                    "event_id",
                    "version");
    private static final int ROW_BYTES = 512;

    private final UsageStore store;

    public RejectedTable(UsageStore store) {
        this.store = store;
    }

    /** {@inheritDoc} Errors: UsageNotDurable if they may not have been kept. */
    @Override
    public void keep(List<RejectedUsage> rejected) {
        if (rejected.isEmpty()) {
            return;
        }
        RowBinaryWriter rows = new RowBinaryWriter(ROW_BYTES * rejected.size());
        for (RejectedUsage one : rejected) {
            rows.string(one.scope().tenant().value());
            rows.string(one.scope().environment().value());
            rows.string(one.source());
            rows.int64(one.position());
            rows.string(one.id());
            rows.string(one.reason());
            rows.string(one.payload());
            rows.int64(UsageFrame.micros(one.rejectedAt()));
            rows.nullableString(one.replayedAs());
            rows.nullableString(one.eventId());
            rows.int8((byte) (one.replayedAs() == null ? 0 : 1));
        }
        try {
            store.insert(TABLE, COLUMNS, rows);
        } catch (StoreUnavailable e) {
            throw new UsageNotDurable("what was set aside cannot be kept: " + e.getMessage(), e);
        }
    }

    @Override
    public void replayed(RejectedUsage replayed) {
        keep(List.of(replayed));
    }

    @Override
    public Optional<RejectedUsage> find(Scope scope, String id) {
        RowBinaryReader rows =
                store.query(
                        select() + " WHERE " + Sql.inScope(scope) + " AND id = " + Sql.text(id));
        return rows.hasNext() ? Optional.of(row(rows)) : Optional.empty();
    }

    @Override
    public Page list(Scope scope, Question question) {
        String source = question.source();
        String where =
                " WHERE "
                        + Sql.inScope(scope)
                        + (source == null ? "" : " AND source = " + Sql.text(source))
                        + switch (question.standing()) {
                            case ALL -> "";
                            case OPEN -> " AND replayed_as IS NULL";
                            case REPLAYED -> " AND replayed_as IS NOT NULL";
                        };
        long total = store.query("SELECT count() FROM " + TABLE + " FINAL" + where).int64();
        RowBinaryReader rows =
                store.query(
                        "%s%s%s ORDER BY source, position LIMIT %d OFFSET %d"
                                .formatted(
                                        select(),
                                        where,
                                        behind(scope, question.after()),
                                        question.limit(),
                                        question.offset()));
        List<RejectedUsage> items = new ArrayList<>();
        while (rows.hasNext()) {
            items.add(row(rows));
        }
        return new Page(items, total);
    }

    private static String behind(Scope scope, @Nullable String id) {
        return id == null
                ? ""
                : " AND (source, position) > (SELECT source, position FROM %s WHERE %s AND id = %s LIMIT 1)"
                        .formatted(TABLE, Sql.inScope(scope), Sql.text(id));
    }

    private static String select() {
        return "SELECT "
                + String.join(", ", COLUMNS.subList(0, COLUMNS.size() - 1))
                + " FROM "
                + TABLE
                + " FINAL";
    }

    private static RejectedUsage row(RowBinaryReader rows) {
        Scope scope = new Scope(new TenantId(rows.string()), new EnvironmentId(rows.string()));
        String source = rows.string();
        long position = rows.int64();
        String id = rows.string();
        String reason = rows.string();
        String payload = rows.string();
        return new RejectedUsage(
                id,
                scope,
                source,
                position,
                reason,
                payload,
                UsageFrame.instant(rows.int64()),
                rows.nullableString(),
                rows.nullableString());
    }
}
