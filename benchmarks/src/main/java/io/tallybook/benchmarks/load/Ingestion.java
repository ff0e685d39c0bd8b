package io.tallybook.benchmarks.load;

import io.tallybook.benchmarks.Bench;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Events through {@code /v1/events/bulk}: acknowledged by the broker, then stored once. */
public final class Ingestion implements Bench.Benchmark {
    private static final int BULK = 1_000;
    private static final int WARM_UP = 100;
    private static final int MEASURED = 600;
    private static final int IN_FLIGHT = 6;

    @Override
    public void run() throws Exception {
        try (Installation installation = new Installation()) {
            Installation.Api api = installation.sandbox("2025-01-01T00:00:00Z");
            Catalogue catalogue = Catalogue.make(api);
            send(api, "warm", WARM_UP, new Latencies(WARM_UP));
            Latencies latencies = new Latencies(MEASURED);
            Duration before = installation.processes().cpu();
            long start = System.nanoTime();
            send(api, "hot", MEASURED, latencies);
            double acknowledged = (System.nanoTime() - start) / 1e9;
            awaitStored(api, catalogue, (long) BULK * (WARM_UP + MEASURED));
            double stored = (System.nanoTime() - start) / 1e9;
            double cpu = installation.processes().cpu().minus(before).toNanos() / 1e3;
            int events = BULK * MEASURED;
            System.out.printf(
                    Locale.ROOT,
                    "%,.0f events/s acknowledged as durable (target 20,000), %,.0f events/s stored"
                            + " in ClickHouse%n",
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
        }
    }

    private static void send(Installation.Api api, String prefix, int bulks, Latencies latencies)
            throws Exception {
        Workers.run(
                bulks,
                IN_FLIGHT,
                bulk -> {
                    StringBuilder body = new StringBuilder("{\"events\":[");
                    for (int i = 0; i < BULK; i++) {
                        String id = prefix + "-" + bulk + "-" + i;
                        body.append(i == 0 ? "" : ",")
                                .append(
                                        Catalogue.event(
                                                id,
                                                "customer-" + i,
                                                "2025-01-02T03:04:05.678Z",
                                                i));
                    }
                    body.append("]}");
                    long start = System.nanoTime();
                    api.raw("POST", "/v1/events/bulk", body.toString());
                    latencies.add(System.nanoTime() - start);
                });
    }

    private static void awaitStored(Installation.Api api, Catalogue catalogue, long expected)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
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
        throw new IOException(
                "not all of the " + expected + " events were stored on meter " + catalogue.meter());
    }
}
