package io.tallybook.embedded;

import io.tallybook.embedded.clickhouse.ClickHouseEngine;
import io.tallybook.embedded.clickhouse.EngineLibrary;
import io.tallybook.embedded.home.EngineHome;
import io.tallybook.embedded.kafka.KafkaBroker;
import io.tallybook.embedded.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Postgres, Kafka and ClickHouse of one machine, in one data directory: {@code postgres/}, {@code
 * kafka/}, {@code clickhouse/}.
 *
 * <p>One application per directory at a time (a lock file says whose it is); ports are chosen at
 * the first start and kept in {@code ports.properties}.
 */
public final class LocalStack implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalStack.class);

    private final DataDirectory directory;
    private final PostgresServer postgres;
    private final KafkaBroker kafka;
    private final ClickHouseEngine clickHouse;

    private LocalStack(
            DataDirectory directory,
            PostgresServer postgres,
            KafkaBroker kafka,
            ClickHouseEngine clickHouse) {
        this.directory = directory;
        this.postgres = postgres;
        this.kafka = kafka;
        this.clickHouse = clickHouse;
    }

    /**
     * Kafka's acknowledgements are left to the system's own rhythm of writing, see {@link
     * KafkaBroker}.
     */
    public static LocalStack start(Path directory) throws IOException, InterruptedException {
        return start(directory, KafkaBroker.Settings.LEFT_TO_THE_SYSTEM);
    }

    /**
     * Starts all three at once and returns when all serve. If one fails, the others are stopped and
     * its failure is thrown.
     */
    public static LocalStack start(Path directory, long kafkaFlushEveryMessages)
            throws IOException, InterruptedException {
        EngineHome home = EngineHome.ofUser();
        DataDirectory data = DataDirectory.open(directory);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<PostgresServer> postgres =
                    threads.submit(
                            () ->
                                    PostgresServer.start(
                                            data.path("postgres"), data.port("postgres"), home));
            Future<KafkaBroker> kafka =
                    threads.submit(
                            () ->
                                    KafkaBroker.start(
                                            new KafkaBroker.Settings(
                                                    data.path("kafka"),
                                                    data.port("kafka"),
                                                    data.port("kafka.controller"),
                                                    kafkaFlushEveryMessages)));
            Future<ClickHouseEngine> clickHouse =
                    threads.submit(
                            () ->
                                    ClickHouseEngine.start(
                                            new ClickHouseEngine.Settings(
                                                    data.path("clickhouse"),
                                                    data.port("clickhouse"),
                                                    EngineLibrary.in(home),
                                                    ClickHouseEngine.Settings
                                                            .MEMORY_BYTES_DEFAULT)));
            return joined(data, postgres, kafka, clickHouse);
        }
    }

    /**
     * The stack that all tests of this JVM share, started by the first that asks, in a directory
     * that is removed when the JVM ends. Tests keep apart by tenant, topic and database, as tenants
     * do.
     */
    public static LocalStack forTests() {
        return TestStack.shared();
    }

    public PostgresServer postgres() {
        return postgres;
    }

    public KafkaBroker kafka() {
        return kafka;
    }

    public ClickHouseEngine clickHouse() {
        return clickHouse;
    }

    public Path directory() {
        return directory.root();
    }

    @Override
    public void close() {
        // In reverse order: who takes usage in first, who keeps the books last, the lock at the
        // end.
        try (DataDirectory last = directory;
                PostgresServer third = postgres;
                ClickHouseEngine second = clickHouse;
                KafkaBroker first = kafka) {
            LOG.debug("stopping {}, {}, {} on {}", first, second, third, last.root());
        }
    }

    private static LocalStack joined(
            DataDirectory data,
            Future<PostgresServer> postgres,
            Future<KafkaBroker> kafka,
            Future<ClickHouseEngine> clickHouse)
            throws IOException, InterruptedException {
        try {
            return new LocalStack(data, postgres.get(), kafka.get(), clickHouse.get());
        } catch (ExecutionException e) {
            try (data) {
                closeIfStarted(postgres);
                closeIfStarted(kafka);
                closeIfStarted(clickHouse);
            }
            throw new IOException(
                    "cannot start on " + data.root() + ": " + e.getCause(), e.getCause());
        }
    }

    private static void closeIfStarted(Future<? extends AutoCloseable> part)
            throws InterruptedException {
        try {
            part.get().close();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception neverStarted) {
            // Its own failure, or that of the part that failed first, is what the caller sees.
        }
    }
}
