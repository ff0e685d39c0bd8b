package io.tallybook.app.parts;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tallybook.embedded.TestPostgres;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A table that is filled at once, as Postgres leaves it for a moment: vacuumed, not analyzed. */
class FirstStatisticsTest {
    private static final String LOOK_UP =
            "select id from thing where tenant = ? and environment = ? and name = ?";

    private final HikariDataSource pool = new HikariDataSource();
    private final JdbcTemplate jdbc = new JdbcTemplate(pool);

    @BeforeEach
    void open() {
        TestPostgres postgres = TestPostgres.fresh();
        pool.setJdbcUrl(postgres.jdbcUrl());
        pool.setUsername(postgres.server().user());
        pool.setPassword(postgres.server().password());
        pool.addDataSourceProperty("prepareThreshold", "1");
        pool.setConnectionInitSql("set plan_cache_mode = force_generic_plan");
        pool.setMaximumPoolSize(1);
        jdbc.execute(
                """
                create table thing (tenant text, environment text, id text, name text, made int)
                    with (autovacuum_enabled = false);
                create index thing_name on thing (tenant, environment, name);
                create index thing_made on thing (tenant, environment, made)\
                """);
        fill();
    }

    @AfterEach
    void close() {
        pool.close();
    }

    // Names that are long make their index a level higher than the other.
    private void fill() {
        jdbc.execute(
                """
                insert into thing
                select 'tenant', 'environment', n::text, repeat(md5(n::text), 8), n / 1000
                from generate_series(1, 20000) n\
                """);
    }

    private void lookUp() {
        for (int i = 1; i <= 5; i++) {
            assertThat(jdbc.queryForList(LOOK_UP, String.class, "tenant", "environment", name(i)))
                    .containsExactly("" + i);
        }
    }

    private String name(int number) {
        return Objects.requireNonNull(
                jdbc.queryForObject(
                        "select repeat(md5(?), 8)", String.class, String.valueOf(number)));
    }

    /** By the plan of the statement that this connection has prepared. */
    private String plan() {
        String prepared =
                jdbc.queryForObject(
                        "select name from pg_prepared_statements where statement like"
                                + " 'select id from thing%'",
                        String.class);
        List<String> lines =
                jdbc.queryForList(
                        "explain execute \"" + prepared + "\" ('tenant', 'environment', 'x')",
                        String.class);
        return String.join("\n", lines);
    }

    @Test
    void aPlanThatWasMadeWithoutStatisticsDoesNotOutliveThem() {
        FirstStatistics statistics = new FirstStatistics(pool);
        jdbc.execute("vacuum thing");
        lookUp();
        assertThat(plan()).contains("thing_made");
        jdbc.execute("select pg_stat_force_next_flush()");

        statistics.look();
        lookUp();

        assertThat(plan()).contains("thing_name");
        statistics.close();
    }

    @Test
    void anAnalysisAloneLeavesItAsItIs() {
        jdbc.execute("vacuum thing");
        lookUp();
        jdbc.execute("analyze thing");
        lookUp();
        assertThat(plan()).as("why connections are replaced").contains("thing_made");
    }

    @Test
    void aPoolThatNobodyHasAskedYetHasNothingToReplace() {
        jdbc.execute("select pg_stat_force_next_flush()");
        try (var unused = new HikariDataSource();
                var statistics = new FirstStatistics(pool, unused)) {
            statistics.look();
            assertThat(analyzed()).isNotNull();
        }
    }

    @Test
    void aTableIsAnalyzedOnce() {
        FirstStatistics statistics = new FirstStatistics(pool);
        jdbc.execute("select pg_stat_force_next_flush()");
        statistics.look();
        jdbc.execute("select pg_stat_force_next_flush()");
        Object first = analyzed();

        statistics.look();
        jdbc.execute("select pg_stat_force_next_flush()");

        assertThat(first).isNotNull();
        assertThat(analyzed()).isEqualTo(first);
        statistics.close();
    }

    @Test
    void aTableWithNextToNothingInItIsLeftAlone() {
        jdbc.execute("truncate thing");
        jdbc.execute("insert into thing values ('tenant', 'environment', '1', 'one', 1)");
        jdbc.execute("select pg_stat_force_next_flush()");
        FirstStatistics statistics = new FirstStatistics(pool);
        statistics.look();
        jdbc.execute("select pg_stat_force_next_flush()");
        assertThat(analyzed()).isNull();
        statistics.close();
    }

    private @Nullable Object analyzed() {
        return jdbc.queryForMap(
                        "select last_analyze from pg_stat_user_tables where relname = 'thing'")
                .get("last_analyze");
    }
}
