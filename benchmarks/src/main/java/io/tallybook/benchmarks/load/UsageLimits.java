package io.tallybook.benchmarks.load;

import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.embedded.clickhouse.ClickHouseEngine;
import io.tallybook.ingestion.rollup.RollupSteps;
import io.tallybook.ingestion.store.StoreAddress;
import io.tallybook.ingestion.store.UsageStore;
import io.tallybook.ingestion.usagelog.RowBinaryWriter;
import io.tallybook.ingestion.usagelog.UndecodableUsage;
import io.tallybook.ingestion.usagelog.UsageFrame;
import io.tallybook.ingestion.usagelog.UsageLog;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What broker and store of an installation can do at most with usage: the same bytes, straight into
 * the broker by Kafka's own producer, and straight into ClickHouse as RowBinary.
 */
final class UsageLimits {
    private static final int RECORDS = 1_000_000;
    private static final int ROWS_AT_ONCE = 20_000;
    private static final int PARTITIONS = 4;
    private static final int ACKNOWLEDGED = 2_000;
    private static final int ASKED = 500;
    private static final int SECONDS_IDLE = 5;
    private static final Duration SETTLED_LIMIT = Duration.ofMinutes(10);
    private static final String TOPIC = "bench.limit";

    private UsageLimits() {}

    static void print(Installation installation, double eventsPerSecond) throws Exception {
        Properties ports = ports(installation);
        double broker = produced("127.0.0.1:" + ports.getProperty("kafka"));
        double store = inserted(store(installation.directory(), ports));
        System.out.printf(
                Locale.ROOT,
                "limits of the same machine: %,.0f records/s by a raw Kafka producer (this is %.0f"
                        + " %% of it), %,.0f rows/s by raw RowBinary inserts (%.0f %%)%n",
                broker,
                100 * eventsPerSecond / broker,
                store,
                100 * eventsPerSecond / store);
    }

    /** How long the broker takes to acknowledge one record, one after the other. */
    static void printAcknowledgement(Installation installation) throws Exception {
        Properties ports = ports(installation);
        String bootstrap = "127.0.0.1:" + ports.getProperty("kafka");
        makeTopic(bootstrap);
        Latencies latencies = new Latencies(ACKNOWLEDGED);
        try (KafkaProducer<byte[], byte[]> producer = producer(bootstrap, 0)) {
            for (int n = 0; n < ACKNOWLEDGED; n++) {
                long start = System.nanoTime();
                producer.send(new ProducerRecord<>(TOPIC, n % PARTITIONS, null, frame(n))).get();
                latencies.add(System.nanoTime() - start);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "limit of the same machine: one record acknowledged by the broker: %s%n",
                latencies);
    }

    /**
     * Waits until the store has added up and put together the events that it was filled with: those
     * that come one month in two minutes leave it work that events which come in a month do not.
     */
    static void awaitSettled(Installation installation, long events) throws Exception {
        try (UsageStore store = store(installation.directory(), ports(installation))) {
            var steps = new RollupSteps(store);
            await(
                    "adding up",
                    () ->
                            steps.current().upTo().values().stream()
                                            .mapToLong(Long::longValue)
                                            .sum()
                                    >= events);
            await("merging", () -> store.query("SELECT count() FROM system.merges").int64() == 0);
        }
    }

    /** Waits until something is so for some seconds, and tells since when. */
    private static void await(String what, BooleanSupplier isSo) throws Exception {
        long start = System.nanoTime();
        int seconds = 0;
        while (seconds < SECONDS_IDLE) {
            seconds = isSo.getAsBoolean() ? seconds + 1 : 0;
            if (System.nanoTime() - start > SETTLED_LIMIT.toNanos()) {
                throw new IOException(
                        "the store is still %s after %s".formatted(what, SETTLED_LIMIT));
            }
            Thread.sleep(1_000);
        }
        System.out.printf(
                Locale.ROOT,
                "the store was %s for %d s after that%n",
                what,
                (System.nanoTime() - start) / 1_000_000_000 - SECONDS_IDLE);
    }

    /** How long the store takes to say nothing, and to read every id that it has. */
    static void printQuestions(Installation installation) throws Exception {
        try (UsageStore store = store(installation.directory(), ports(installation))) {
            Latencies nothing = new Latencies(ASKED);
            for (int n = 0; n < ASKED; n++) {
                long start = System.nanoTime();
                store.query("SELECT 1");
                nothing.add(System.nanoTime() - start);
            }
            long start = System.nanoTime();
            long events = store.query("SELECT sum(length(event_id) > 0) FROM usage_event").int64();
            System.out.printf(
                    Locale.ROOT,
                    "limits of the same machine: an empty question to ClickHouse: %s; every id of"
                            + " %,d events read: %.0f ms%n",
                    nothing,
                    events,
                    (System.nanoTime() - start) / 1e6);
        }
    }

    static UsageStore store(Path directory, Properties ports) throws IOException {
        String password =
                Files.readString(directory.resolve("clickhouse").resolve("password")).strip();
        return new UsageStore(
                new StoreAddress(
                        "http://127.0.0.1:" + ports.getProperty("clickhouse"),
                        ClickHouseEngine.DATABASE,
                        ClickHouseEngine.USER,
                        password));
    }

    static Properties ports(Installation installation) throws IOException {
        Properties ports = new Properties();
        try (Reader in =
                Files.newBufferedReader(installation.directory().resolve("ports.properties"))) {
            ports.load(in);
        }
        return ports;
    }

    private static byte[] frame(int number) {
        Scope scope =
                new Scope(
                        TenantId.of(Ulid.derived(Instant.EPOCH, "limit")),
                        EnvironmentId.of(Ulid.derived(Instant.EPOCH, "limit")));
        return UsageFrame.encode(
                new UsageEvent(
                        scope,
                        "limit-" + number,
                        "call",
                        "customer-" + number % 1_000,
                        Instant.parse("2025-01-02T03:04:05.678Z"),
                        null,
                        Map.of("tokens", Integer.toString(number % 1_000), "model", "m"),
                        Instant.parse("2025-01-01T00:00:00Z")));
    }

    private static void makeTopic(String bootstrap) throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrap))) {
            admin.createTopics(
                            List.of(
                                    new NewTopic(TOPIC, PARTITIONS, (short) 1)
                                            .configs(UsageLog.topicSettings())))
                    .all()
                    .get();
        }
    }

    private static double produced(String bootstrap) throws Exception {
        makeTopic(bootstrap);
        try (KafkaProducer<byte[], byte[]> producer = producer(bootstrap, 2)) {
            send(producer, RECORDS / 10);
            long start = System.nanoTime();
            send(producer, RECORDS);
            return RECORDS / ((System.nanoTime() - start) / 1e9);
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(String bootstrap, int lingerMs) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "acks",
                        "all",
                        "compression.type",
                        "lz4",
                        "linger.ms",
                        lingerMs,
                        "batch.size",
                        256 * 1024),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, int records) {
        for (int n = 0; n < records; n++) {
            var _ = producer.send(new ProducerRecord<>(TOPIC, n % PARTITIONS, null, frame(n)));
        }
        producer.flush();
    }

    private static double inserted(UsageStore store) throws UndecodableUsage {
        try (store) {
            store.execute("DROP TABLE IF EXISTS bench_limit");
            store.execute("CREATE TABLE bench_limit AS usage_event");
            insert(store, RECORDS / 10);
            long start = System.nanoTime();
            insert(store, RECORDS);
            double rate = RECORDS / ((System.nanoTime() - start) / 1e9);
            store.execute("DROP TABLE bench_limit");
            return rate;
        }
    }

    private static void insert(UsageStore store, int records) throws UndecodableUsage {
        List<String> columns =
                List.of(
                        "tenant",
                        "environment",
                        "event_id",
                        "event_name",
                        "external_customer_id",
                        "timestamp",
                        "received_at",
                        "source",
                        "properties");
        for (int from = 0; from < records; from += ROWS_AT_ONCE) {
            RowBinaryWriter rows = new RowBinaryWriter(256 * ROWS_AT_ONCE);
            for (int n = from; n < from + ROWS_AT_ONCE; n++) {
                UsageFrame.of(frame(n)).writeRow(rows);
            }
            store.insert("bench_limit", columns, rows);
        }
    }
}
