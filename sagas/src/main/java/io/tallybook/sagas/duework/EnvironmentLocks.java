package io.tallybook.sagas.duework;

import io.tallybook.core.tenancy.EnvironmentId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;

/**
 * One runner at a time for each environment, over all JVMs: its due work is performed in order.
 *
 * <p>Between JVMs it is an advisory lock of a session, which the database lets go of when its
 * holder dies.
 */
public final class EnvironmentLocks {
    private static final Duration POLL = Duration.ofMillis(50);

    private final DataSource dataSource;
    private final Map<EnvironmentId, Semaphore> here = new ConcurrentHashMap<>();

    /**
     * @param dataSource whose connections are not bound to a thread's transaction
     */
    public EnvironmentLocks(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The right to run; given back by closing it. */
    static final class Held implements AutoCloseable {
        private final EnvironmentId environment;
        private final Semaphore inThisJvm;
        private final Connection session;

        private Held(EnvironmentId environment, Semaphore inThisJvm, Connection session) {
            this.environment = environment;
            this.inThisJvm = inThisJvm;
            this.session = session;
        }

        @Override
        public void close() {
            try {
                release(session, environment);
            } finally {
                inThisJvm.release();
            }
        }
    }

    /** Empty if somebody else runs. */
    Optional<Held> tryHold(EnvironmentId environment) {
        Semaphore inThisJvm = here.computeIfAbsent(environment, _ -> new Semaphore(1));
        if (!inThisJvm.tryAcquire()) {
            return Optional.empty();
        }
        Optional<Held> held = Optional.empty();
        try {
            held = session(environment).map(session -> new Held(environment, inThisJvm, session));
            return held;
        } finally {
            if (held.isEmpty()) {
                inThisJvm.release();
            }
        }
    }

    /** Waits for its turn; empty if it has not come within {@code bound}. */
    Optional<Held> hold(EnvironmentId environment, Duration bound) throws InterruptedException {
        long end = System.nanoTime() + bound.toNanos();
        Optional<Held> held = tryHold(environment);
        while (held.isEmpty() && System.nanoTime() - end < 0) {
            Thread.sleep(POLL);
            held = tryHold(environment);
        }
        return held;
    }

    private Optional<Connection> session(EnvironmentId environment) {
        try {
            Connection connection = dataSource.getConnection();
            boolean mine = false;
            try {
                mine =
                        ask(
                                connection,
                                "select pg_try_advisory_lock(hashtextextended(?, 0))",
                                environment);
                return mine ? Optional.of(connection) : Optional.empty();
            } finally {
                if (!mine) {
                    connection.close();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("no lock on environment " + environment, e);
        }
    }

    // A session that cannot let go of its lock must not go back to the pool with it.
    private static void release(Connection connection, EnvironmentId environment) {
        try (connection) {
            if (!ask(
                    connection, "select pg_advisory_unlock(hashtextextended(?, 0))", environment)) {
                connection.abort(Runnable::run);
            }
        } catch (SQLException e) {
            abort(connection, e);
        }
    }

    private static void abort(Connection connection, SQLException cause) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            cause.addSuppressed(e);
            throw new IllegalStateException(
                    "a session with an advisory lock cannot be ended", cause);
        }
    }

    private static boolean ask(Connection connection, String sql, EnvironmentId environment)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, "tallybook.due_work:" + environment.value());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }
}
