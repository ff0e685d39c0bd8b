package io.tallybook.benchmarks.load;

import io.tallybook.benchmarks.Bench;
import java.time.Duration;
import java.util.Locale;

/**
 * Requests of one event each to a live environment, 64 in flight, for 30 seconds or {@code
 * bench.seconds}. A sandbox reads its clock for each, too.
 */
public final class SingleEvents implements Bench.Benchmark {
    private static final int IN_FLIGHT = 64;
    private static final int LATENCIES_MAX = 5_000_000;
    private static final Duration WARM_UP = Duration.ofMinutes(1);
    private static final Duration LONG =
            Duration.ofSeconds(Integer.getInteger("bench.seconds", 30));

    @Override
    public void run() throws Exception {
        try (Installation installation = new Installation()) {
            try (Connections connections = installation.live().connections()) {
                Workers.during(WARM_UP, IN_FLIGHT, n -> send(connections, "w" + n));
                Latencies latencies = new Latencies(LATENCIES_MAX);
                Duration before = installation.processes().cpu();
                long start = System.nanoTime();
                int events =
                        Workers.during(
                                LONG,
                                IN_FLIGHT,
                                n -> {
                                    long sent = System.nanoTime();
                                    send(connections, "s" + n);
                                    latencies.add(System.nanoTime() - sent);
                                });
                double seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf(
                        Locale.ROOT,
                        "%,.0f single-event requests/s (target 5,000), %d in flight: %s (target p99"
                                + " 50 ms); %.0f us CPU each%n",
                        events / seconds,
                        IN_FLIGHT,
                        latencies,
                        installation.processes().cpu().minus(before).toNanos() / 1e3 / events);
            }
            UsageLimits.printAcknowledgement(installation);
        }
        Limits.print(IN_FLIGHT);
    }

    private static void send(Connections connections, String id) throws Exception {
        connections.send(
                "POST", "/v1/events", Catalogue.event(id, "customer", "2025-01-02T03:04:05Z", 1));
    }
}
