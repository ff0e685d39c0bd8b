package io.tallybook.benchmarks.load;

import io.tallybook.benchmarks.Bench;
import io.tallybook.ingestion.store.UsageStore;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;

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
                    loaded(installation.directory()));
        }
    }

    /** Events stored per second. */
    private static double rate(Installation.Api api, String prefix, long[] sent) throws Exception {
        try (Connections connections = new Connections(api.url(), api.key())) {
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
        Properties ports = new Properties();
        try (Reader in =
                Files.newBufferedReader(installation.directory().resolve("ports.properties"))) {
            ports.load(in);
        }
        return UsageLimits.store(installation.directory(), ports);
    }

    /** What the sink said of loading them, and the rate of that. */
    private static String loaded(Path directory) throws Exception {
        String said =
                Files.readAllLines(directory.resolve("bench.log")).stream()
                        .filter(line -> line.contains("identities loaded in"))
                        .reduce((_, last) -> last)
                        .orElse("no identities loaded in 0 ms");
        String[] words = said.substring(0, said.indexOf(" identities")).split(" ");
        double count = Double.parseDouble(words[words.length - 1].replace("no", "0"));
        String millis = said.substring(said.indexOf("loaded in ") + 10).split(" ")[0];
        return String.format(
                Locale.ROOT,
                "%,.0f identities known again after %s ms: %,.0f/s (target 500,000/s)",
                count,
                millis,
                count / Math.max(1, Double.parseDouble(millis)) * 1e3);
    }
}
