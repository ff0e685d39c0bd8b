package io.tallybook.benchmarks.load;

import io.tallybook.benchmarks.Bench;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * Events through {@code /v1/events/bulk} for five minutes, or {@code bench.seconds}: acknowledged
 * by the broker, then stored once; and what this machine's broker and store can do at most.
 *
 * <p>The broker takes them in several times as fast as they are stored, and keeps them: so that
 * what is measured can go on for ever, no more is sent while more than {@link #BACKLOG_MAX} wait
 * there.
 */
public final class Ingestion implements Bench.Benchmark {
    private static final int BULK = 1_000;
    private static final int WARM_UP = 200;
    private static final int IN_FLIGHT = 6;
    private static final int LATENCIES_MAX = 200_000;
    private static final long BACKLOG_MAX = 300_000;
    private static final Duration LONG =
            Duration.ofSeconds(Integer.getInteger("bench.seconds", 300));

    @Override
    public void run() throws Exception {
        try (Installation installation = new Installation()) {
            Installation.Api api = installation.sandbox("2025-01-01T00:00:00Z");
            Catalogue.make(api);
            try (Connections connections = api.connections()) {
                Workers.run(
                        WARM_UP,
                        IN_FLIGHT,
                        bulk -> connections.send("POST", BULKS, body("w", bulk)));
                measure(installation, api, connections);
            }
        }
    }

    static final String BULKS = "/v1/events/bulk";

    private static void measure(
            Installation installation, Installation.Api api, Connections connections)
            throws Exception {
        Latencies latencies = new Latencies(LATENCIES_MAX);
        Duration before = installation.processes().cpu();
        long start = System.nanoTime();
        int bulks;
        try (Backlog backlog = new Backlog(installation.url())) {
            bulks =
                    Workers.during(
                            LONG,
                            IN_FLIGHT,
                            bulk -> {
                                backlog.awaitAtMost(BACKLOG_MAX);
                                String body = body("m", bulk);
                                long sent = System.nanoTime();
                                connections.send("POST", BULKS, body);
                                latencies.add(System.nanoTime() - sent);
                            });
        }
        double acknowledged = (System.nanoTime() - start) / 1e9;
        awaitStored(api, (long) BULK * (WARM_UP + bulks));
        double stored = (System.nanoTime() - start) / 1e9;
        double cpu = installation.processes().cpu().minus(before).toNanos() / 1e3;
        double events = (double) BULK * bulks;
        System.out.printf(
                Locale.ROOT,
                "%,.0f events in %.0f s: %,.0f/s acknowledged as durable (target 50,000), %,.0f/s"
                        + " stored once in ClickHouse%n",
                events,
                acknowledged,
                events / acknowledged,
                events / stored);
        System.out.printf(
                Locale.ROOT,
                "%.1f us CPU per event in all processes but the load generator, until stored;"
                        + " bulks of %d, %d in flight: %s; %.0f MB%n",
                cpu / events,
                BULK,
                IN_FLIGHT,
                latencies,
                installation.processes().memory() / 1e6);
        UsageLimits.print(installation, events / stored);
    }

    /** A bulk, its events told from all others by {@code prefix} and number. */
    static String body(String prefix, int bulk) {
        StringBuilder body = new StringBuilder(160 * BULK).append("{\"events\":[");
        for (int i = 0; i < BULK; i++) {
            body.append(i == 0 ? "" : ",")
                    .append(
                            Catalogue.event(
                                    prefix + "-" + bulk + "-" + i,
                                    "customer-" + i,
                                    "2025-01-02T03:04:05.678Z",
                                    i));
        }
        return body.append("]}").toString();
    }

    static void awaitStored(Installation.Api api, long expected)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(10).toNanos();
        while (System.nanoTime() < end) {
            JsonNode found =
                    api.post(
                            "/v1/events/query",
                            "{\"start_time\":\"2025-01-01T00:00:00Z\",\"end_time\":\"2025-02-01T00:00:00Z\",\"page_size\":1}");
            if (found.path("total_count").asLong() >= expected) {
                return;
            }
            Thread.sleep(100);
        }
        throw new IOException("not all of the " + expected + " events were stored");
    }
}
