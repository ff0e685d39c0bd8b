package io.tallybook.sagas;

import com.zaxxer.hikari.HikariDataSource;
import io.tallybook.embedded.TestPostgres;
import org.flywaydb.core.Flyway;

/** A database of its own for a test, with every table that the classpath has a migration for. */
public final class TestDatabase implements AutoCloseable {
    private final HikariDataSource pool = new HikariDataSource();

    public TestDatabase() {
        TestPostgres postgres = TestPostgres.fresh();
        pool.setJdbcUrl(postgres.jdbcUrl());
        pool.setUsername(postgres.server().user());
        pool.setPassword(postgres.server().password());
        pool.setMaximumPoolSize(16);
        pool.setMinimumIdle(1);
        Flyway.configure().dataSource(pool).load().migrate();
    }

    public HikariDataSource dataSource() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }
}
