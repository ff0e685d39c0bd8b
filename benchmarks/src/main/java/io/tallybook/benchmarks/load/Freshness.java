package io.tallybook.benchmarks.load;

import io.tallybook.benchmarks.Bench;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * How long after it was acknowledged an event shows in the current usage, at 10,000 events/s, or
 * {@code bench.rate}, beside it.
 */
public final class Freshness implements Bench.Benchmark {
    private static final int PROBES = 150;
    private static final int BULKS_PER_SECOND = 20;
    private static final int BULK = Integer.getInteger("bench.rate", 10_000) / BULKS_PER_SECOND;

    @Override
    public void run() throws Exception {
        try (Installation installation = new Installation()) {
            Installation.Api api = installation.sandbox("2025-01-01T00:00:00Z");
            Catalogue catalogue = Catalogue.make(api);
            AtomicBoolean stop = new AtomicBoolean();
            Thread background = Thread.ofVirtual().start(() -> load(api, stop));
            Latencies latencies = new Latencies(PROBES);
            Duration before = installation.processes().cpu();
            long start = System.nanoTime();
            for (int probe = 0; probe < PROBES; probe++) {
                latencies.add(probe(api, catalogue, probe));
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            stop.set(true);
            background.join();
            System.out.printf(
                    Locale.ROOT,
                    "event visible in current usage: %s after its acknowledgement (target p99 1 s),"
                            + " at %,d events/s; %.0f %% of one core%n",
                    latencies,
                    BULK * BULKS_PER_SECOND,
                    100
                            * (installation.processes().cpu().minus(before).toMillis() / 1e3)
                            / seconds);
            UsageLimits.printAcknowledgement(installation);
            UsageLimits.printQuestions(installation);
        }
    }

    private static long probe(Installation.Api api, Catalogue catalogue, int number)
            throws IOException, InterruptedException {
        String customer = "probe-" + number;
        api.raw(
                "POST",
                "/v1/events",
                Catalogue.event(customer, customer, "2025-01-05T00:00:00Z", 7));
        long start = System.nanoTime();
        String question =
                "{\"meter_id\":\""
                        + catalogue.meter()
                        + "\",\"external_customer_id\":\""
                        + customer
                        + "\",\"start_time\":\"2025-01-01T00:00:00Z\",\"end_time\":\"2025-02-01T00:00:00Z\"}";
        while (api.post("/v1/events/usage/meter", question).path("value").asDouble() != 7.0) {
            if (System.nanoTime() - start > Duration.ofSeconds(30).toNanos()) {
                throw new IOException("the event of " + customer + " did not show within 30 s");
            }
            Thread.sleep(5);
        }
        return System.nanoTime() - start;
    }

    private static void load(Installation.Api api, AtomicBoolean stop) {
        long next = System.nanoTime();
        for (int bulk = 0; !stop.get(); bulk++) {
            StringBuilder body = new StringBuilder("{\"events\":[");
            for (int i = 0; i < BULK; i++) {
                body.append(i == 0 ? "" : ",")
                        .append(
                                Catalogue.event(
                                        "load-" + bulk + "-" + i,
                                        "load-" + i,
                                        "2025-01-03T00:00:00Z",
                                        i));
            }
            try {
                api.raw("POST", "/v1/events/bulk", body.append("]}").toString());
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
            next += Duration.ofSeconds(1).toNanos() / BULKS_PER_SECOND;
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }
}
