package io.tallybook.benchmarks.load;

import io.tallybook.benchmarks.Bench;
import io.tallybook.ingestion.store.UsageStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The store of events with nothing known, then with 100 million identities, or {@code
 * bench.identities}: how fast, how much memory, and how long until they are known again after a
 * restart.
 */
public final class Identities implements Bench.Benchmark {
    private static final long IDENTITIES = Long.getLong("bench.identities", 100_000_000);
    private static final Duration LONG =
            Duration.ofSeconds(Integer.getInteger("bench.seconds", 60));
    private static final int IN_FLIGHT = 6;
    private static final int BULK = 1_000;
    private static final String FILL =
            """
            INSERT INTO usage_event_identity (tenant, environment, event_id, event_name,
                external_customer_id, timestamp, kafka_partition, kafka_offset, content)
            SELECT 'tenant_00000000000000000000000000', 'env_00000000000000000000000000',
                concat('known-', toString(number)), 'call', concat('customer-', toString(number % 1000)),
                toDateTime64('2024-01-01 00:00:00', 6, 'UTC'), number % 4, intDiv(number, 4), number
            FROM numbers(COUNT_OF_THEM)
            """;

    private static final Duration REBUILD_LIMIT = Duration.ofMinutes(20);
    private static final long REBUILT = Long.getLong("bench.rebuilt", 20_000_000);

    // Of partitions that the log does not have: of those it has, what lies behind the sink's
    // position is taken for a batch that was cut off, and looked through for doubles.
    private static final String STORE =
            """
            INSERT INTO usage_event (tenant, environment, event_id, event_name,
                external_customer_id, timestamp, received_at, source, properties,
                kafka_partition, kafka_offset)
            SELECT 'tenant_00000000000000000000000000', 'env_00000000000000000000000000',
                concat('stored-', toString(number)), 'call', concat('customer-', toString(number % 1000)),
                toDateTime64('2024-01-01 00:00:00', 6, 'UTC'), toDateTime64('2024-01-01 00:00:00', 6, 'UTC'),
                NULL, map('tokens', toString(number % 1000)), 100 + number % 4, intDiv(number, 4)
            FROM numbers(COUNT_OF_THEM)
            """;

    @Override
    public void run() throws Exception {
        try (Installation installation = new Installation()) {
            Installation.Api api = installation.sandbox("2025-01-01T00:00:00Z");
            long[] sent = {0};
            rate(api, "w", sent);
            double empty = rate(api, "e", sent);
            long emptyMemory = application(installation);
            try (UsageStore store = store(installation)) {
                long start = System.nanoTime();
                store.executeHoweverLong(FILL.replace("COUNT_OF_THEM", Long.toString(IDENTITIES)));
                System.out.printf(
                        Locale.ROOT,
                        "%,d identities written in %.0f s%n",
                        IDENTITIES,
                        (System.nanoTime() - start) / 1e9);
            }
            installation.restart();
            Installation.Api again =
                    new Installation.Api(api.http(), installation.url(), api.key());
            rate(again, "v", sent);
            double full = rate(again, "f", sent);
            long fullMemory = application(installation);
            System.out.printf(
                    Locale.ROOT,
                    "stored: %,.0f events/s with nothing known, %,.0f/s with %,d identities: %.0f"
                            + " %% less (target 30 %%)%n",
                    empty,
                    full,
                    IDENTITIES,
                    100 - 100 * full / empty);
            System.out.printf(
                    Locale.ROOT,
                    "memory of the application's process: %.0f MB, then %.0f MB (target: 1,000 MB"
                            + " more at most)%n%s%n",
                    emptyMemory / 1e6,
                    fullMemory / 1e6,
                    said(installation.directory(), "loaded", "known again"));
            rebuild(installation);
        }
    }

    /** Deletes what repeats are recognised by, of so many events, and starts anew. */
    private static void rebuild(Installation installation) throws Exception {
        try (UsageStore store = store(installation)) {
            store.executeHoweverLong(STORE.replace("COUNT_OF_THEM", Long.toString(REBUILT)));
            store.executeHoweverLong("TRUNCATE TABLE usage_event_identity");
        }
        installation.restart();
        Installation.Api api = installation.sandbox("2025-01-01T00:00:00Z");
        api.raw("POST", "/v1/events", Catalogue.event("last", "c", "2025-01-02T03:04:05Z", 1));
        awaitSaid(installation.directory(), "taken from the events");
        api.get("/v1/events/last");
        System.out.println(
                said(installation.directory(), "taken from the events", "deleted and made anew"));
    }

    /** Events stored per second. */
    private static double rate(Installation.Api api, String prefix, long[] sent) throws Exception {
        try (Connections connections = api.connections()) {
            long start = System.nanoTime();
            int bulks =
                    Workers.during(
                            LONG,
                            IN_FLIGHT,
                            n ->
                                    connections.send(
                                            "POST", Ingestion.BULKS, Ingestion.body(prefix, n)));
            sent[0] += (long) bulks * BULK;
            Ingestion.awaitStored(api, sent[0]);
            return (double) bulks * BULK / ((System.nanoTime() - start) / 1e9);
        }
    }

    private static long application(Installation installation) throws Exception {
        return installation.processes().memoryOfRoot();
    }

    private static UsageStore store(Installation installation) throws Exception {
        return UsageLimits.store(installation.directory(), UsageLimits.ports(installation));
    }

    private static void awaitSaid(Path directory, String done) throws Exception {
        long end = System.nanoTime() + REBUILD_LIMIT.toNanos();
        while (lines(directory, done).isEmpty()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not " + done + " within " + REBUILD_LIMIT);
            }
            Thread.sleep(500);
        }
    }

    private static List<String> lines(Path directory, String done) throws Exception {
        return Files.readAllLines(directory.resolve("bench.log")).stream()
                .filter(line -> line.contains(middle(done)))
                .toList();
    }

    private static String middle(String done) {
        return " identities " + done + " in ";
    }

    /** What the sink said last of having done something with them, and the rate of that. */
    private static String said(Path directory, String done, String what) throws Exception {
        String middle = middle(done);
        String line = lines(directory, done).getLast();
        String[] before = line.substring(0, line.indexOf(middle)).split(" ");
        double count = Double.parseDouble(before[before.length - 1]);
        String millis = line.substring(line.indexOf(middle) + middle.length()).split(" ")[0];
        return String.format(
                Locale.ROOT,
                "%,.0f identities %s after %s ms: %,.0f/s (target 500,000/s)",
                count,
                what,
                millis,
                count / Math.max(1, Double.parseDouble(millis)) * 1e3);
    }
}
