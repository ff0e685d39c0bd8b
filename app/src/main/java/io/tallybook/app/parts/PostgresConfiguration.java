package io.tallybook.app.parts;

import com.zaxxer.hikari.HikariDataSource;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.r2dbc.core.DatabaseClient;

/**
 * The two ways to Postgres: JDBC for events, tokens, processes and views; r2dbc for what a request
 * keeps of itself.
 */
@Configuration(proxyBeanMethods = false)
class PostgresConfiguration {
    /**
     * How long to wait for a connection before it is said that the database does not answer: below
     * the patience of a client, who would take a later answer for none and send again.
     */
    private static final Duration CONNECTION_WAIT = Duration.ofSeconds(5);

    /**
     * How long the database may be silent within a statement until its connection is given up; what
     * is asked here takes seconds at most.
     */
    private static final Duration SILENCE_MAX = Duration.ofSeconds(60);

    /** How often it is looked whether a table is there to be analyzed for the first time. */
    private static final Duration STATISTICS = Duration.ofSeconds(5);

    @Bean(destroyMethod = "close")
    @Primary
    HikariDataSource dataSource(
            Addresses addresses, @Value("${tallybook.postgres.pool:48}") int size) {
        HikariDataSource pool = jdbc("events", addresses, size);
        // The events of several commands in one insert.
        pool.addDataSourceProperty("reWriteBatchedInserts", "true");
        // An idle transaction would hold a gap open for the processors: well below their patience
        // for gaps. Plans: what is asked here is asked by keys, and planning each time anew takes
        // longer than the answer.
        pool.setConnectionInitSql(
                "set idle_in_transaction_session_timeout = '20s';"
                        + " set plan_cache_mode = force_generic_plan");
        return pool;
    }

    /**
     * The views. A row does not wait for the disk: the token that is committed after it does, and
     * takes it along.
     */
    @Bean(destroyMethod = "close", defaultCandidate = false)
    @Qualifier("views")
    HikariDataSource views(
            Addresses addresses, @Value("${tallybook.postgres.read-pool:16}") int size) {
        HikariDataSource pool = jdbc("views", addresses, size);
        pool.addDataSourceProperty("ApplicationName", "tallybook-views");
        pool.setConnectionInitSql("set synchronous_commit = off");
        return pool;
    }

    @Bean
    FirstStatistics firstStatistics(
            HikariDataSource dataSource, @Qualifier("views") HikariDataSource views) {
        FirstStatistics statistics = new FirstStatistics(dataSource, views);
        statistics.start(STATISTICS);
        return statistics;
    }

    private static HikariDataSource jdbc(String name, Addresses addresses, int size) {
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName(name);
        pool.setJdbcUrl(addresses.postgres().jdbcUrl());
        pool.setUsername(addresses.postgres().user());
        pool.setPassword(addresses.postgres().password());
        pool.addDataSourceProperty("prepareThreshold", "1");
        pool.setMaximumPoolSize(size);
        pool.setMinimumIdle(Math.min(4, size));
        pool.setConnectionTimeout(CONNECTION_WAIT.toMillis());
        pool.addDataSourceProperty("socketTimeout", String.valueOf(SILENCE_MAX.toSeconds()));
        return pool;
    }

    /** For migrations, which take as long as their tables are. */
    @Bean(defaultCandidate = false)
    @FlywayDataSource
    DataSource migrations(Addresses addresses) {
        return new DriverManagerDataSource(
                addresses.postgres().jdbcUrl(),
                addresses.postgres().user(),
                addresses.postgres().password());
    }

    @Bean
    JdbcTemplate jdbcTemplate(DataSource dataSource) {
        return new JdbcTemplate(dataSource);
    }

    /** What a request keeps of itself: keys, tokens, tasks, answers to be given again. */
    @Bean(destroyMethod = "dispose")
    ConnectionPool connectionPool(
            Addresses addresses, @Value("${tallybook.postgres.request-pool:8}") int size) {
        PostgresqlConnectionConfiguration to =
                PostgresqlConnectionConfiguration.builder()
                        .host(addresses.postgres().host())
                        .port(addresses.postgres().port())
                        .database(addresses.postgres().database())
                        .username(addresses.postgres().user())
                        .password(addresses.postgres().password())
                        .applicationName("tallybook")
                        .build();
        return new ConnectionPool(
                ConnectionPoolConfiguration.builder(new PostgresqlConnectionFactory(to))
                        .name("requests")
                        .initialSize(2)
                        .maxSize(size)
                        .maxAcquireTime(CONNECTION_WAIT)
                        .build());
    }

    @Bean
    DatabaseClient databaseClient(ConnectionFactory connections) {
        return DatabaseClient.create(connections);
    }
}
