package io.tallybook.ingestion.archive;

import com.clickhouse.data.ClickHouseFormat;
import io.tallybook.core.Scope;
import io.tallybook.core.usage.UsageExport;
import io.tallybook.ingestion.reading.Completeness;
import io.tallybook.ingestion.store.Sql;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.UsageFrame;
import java.io.InputStream;
import java.time.Instant;

/** Usage events of one environment as Parquet, written by ClickHouse row group by row group. */
public final class ParquetExport implements UsageExport {
    private final UsageStore store;
    private final Completeness completeness;

    public ParquetExport(UsageStore store, Completeness completeness) {
        this.store = store;
        this.completeness = completeness;
    }

    @Override
    public InputStream parquet(Scope scope, Instant from, Instant to) {
        completeness.await();
        return store.stream(
                """
                SELECT event_id, event_name, external_customer_id, timestamp, received_at, source,
                    properties
                FROM usage_event
                WHERE tenant = %s AND environment = %s AND timestamp >= %s AND timestamp < %s
                ORDER BY timestamp, event_id
                """
                        .formatted(
                                Sql.text(scope.tenant().value()),
                                Sql.text(scope.environment().value()),
                                Sql.micros(UsageFrame.micros(from)),
                                Sql.micros(UsageFrame.micros(to))),
                ClickHouseFormat.Parquet);
    }
}
