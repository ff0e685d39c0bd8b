package io.tallybook.app.parts;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Has Postgres learn what is in a table as soon as there is something in it.
 *
 * <p>A plan without statistics takes what all rows have in common, their tenant and environment,
 * for as telling as a row's own id, and may walk through an index from one end to the other.
 * Postgres comes to a table that was filled at once with a vacuum before it analyzes it, and a plan
 * that a connection makes in between stays: an analysis that finds the table as long as it was
 * tells nobody. So tables are analyzed here, before that, and when one is for the first time,
 * connections are replaced, and with them their plans.
 */
final class FirstStatistics implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FirstStatistics.class);

    /** As many as make Postgres analyze a table by itself. */
    private static final int ROWS_MIN = 50;

    private static final String TABLES =
            """
            select quote_ident(relname) as name, n_live_tup as rows,
                last_analyze is not null as analyzed
            from pg_stat_user_tables where schemaname = current_schema()\
            """;

    private final List<HikariDataSource> pools;
    private final JdbcTemplate jdbc;
    private final Set<String> known = new HashSet<>();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("first-statistics").factory());

    /** A table, and whether somebody had it analyzed since the server counts. */
    private record Table(String name, long rows, boolean analyzed) {}

    /**
     * @param pools whose connections are replaced; the first is asked
     */
    FirstStatistics(HikariDataSource... pools) {
        this.pools = List.of(pools);
        this.jdbc = new JdbcTemplate(pools[0]);
    }

    void start(Duration every) {
        var _ =
                clock.scheduleWithFixedDelay(
                        this::lookAgain, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void lookAgain() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.warn("the tables could not be looked at; trying again: {}", e.toString());
        }
    }

    /** Errors: DataAccessException. */
    void look() {
        boolean news = false;
        for (Table table : tables()) {
            boolean due = table.analyzed() || table.rows() >= ROWS_MIN;
            if (due && !known.contains(table.name())) {
                if (!table.analyzed()) {
                    jdbc.execute("analyze " + table.name());
                }
                news = known.add(table.name());
            }
        }
        if (news) {
            pools.forEach(FirstStatistics::replaceConnections);
        }
    }

    private static void replaceConnections(HikariDataSource pool) {
        HikariPoolMXBean started = pool.getHikariPoolMXBean();
        if (started != null) {
            started.softEvictConnections();
        }
    }

    private List<Table> tables() {
        return jdbc.query(
                TABLES,
                (row, _) ->
                        new Table(
                                row.getString("name"),
                                row.getLong("rows"),
                                row.getBoolean("analyzed")));
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
