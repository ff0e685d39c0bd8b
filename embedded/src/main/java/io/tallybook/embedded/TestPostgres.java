package io.tallybook.embedded;

import io.tallybook.embedded.postgres.PostgresServer;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A new, empty database for one test, on a server that all tests of this JVM share.
 *
 * @param server where it lives
 * @param database its name
 */
public record TestPostgres(PostgresServer server, String database) {
    private static final AtomicInteger LAST = new AtomicInteger();

    public static TestPostgres fresh() {
        PostgresServer server = TestStack.sharedPostgres();
        String database = "test_" + LAST.incrementAndGet();
        try {
            server.createDatabase(database);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create database " + database, e);
        }
        return new TestPostgres(server, database);
    }

    public String jdbcUrl() {
        return server.jdbcUrl(database);
    }
}
