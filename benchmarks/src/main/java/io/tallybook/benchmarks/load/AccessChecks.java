package io.tallybook.benchmarks.load;

import io.tallybook.benchmarks.Bench;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/**
 * Access checks of customers whose usage is flowing, and how long after its acknowledgement an
 * event is counted by them.
 */
public final class AccessChecks implements Bench.Benchmark {
    private static final int CUSTOMERS = 200;
    private static final int IN_FLIGHT = 4;
    private static final int PER_SECOND = 500;
    private static final int PROBES = 50;
    private static final int BULK = 100;
    private static final int BULKS_PER_SECOND = 20;
    private static final Duration WARM_UP = Duration.ofMinutes(2);
    private static final Duration MEASURED = Duration.ofSeconds(20);
    private static final String USED_AT = "2025-01-03T00:00:00Z";

    @Override
    public void run() throws Exception {
        Limits.print(IN_FLIGHT);
        try (Installation installation = new Installation()) {
            Installation.Api api = installation.sandbox("2025-01-05T00:00:00Z");
            String feature = offer(api);
            AtomicBoolean stop = new AtomicBoolean();
            Thread usage = Thread.ofVirtual().start(() -> use(api, stop));
            Latencies latencies = new Latencies(1_000_000);
            Duration before;
            int done;
            try (Connections connections = api.connections()) {
                check(connections, feature, WARM_UP, new Latencies(1_000_000));
                before = installation.processes().cpu();
                done = check(connections, feature, MEASURED, latencies);
            }
            double cpu = installation.processes().cpu().minus(before).toNanos() / 1e3;
            System.out.printf(
                    Locale.ROOT,
                    "access check: %s (target p99 5 ms), %,d a second beside %,d events/s of the"
                            + " same %d customers%n",
                    latencies,
                    done / MEASURED.toSeconds(),
                    BULK * BULKS_PER_SECOND,
                    CUSTOMERS);
            System.out.printf(
                    Locale.ROOT, "%.0f us CPU a check, usage beside it included%n", cpu / done);
            Latencies counted = new Latencies(PROBES);
            for (int probe = 0; probe < PROBES; probe++) {
                counted.add(probe(api, feature, probe));
            }
            stop.set(true);
            usage.join();
            System.out.printf(
                    Locale.ROOT,
                    "an event is counted: %s after its acknowledgement (target p99 1 s)%n",
                    counted);
        }
    }

    /** A plan with a limit, and customers subscribed to it; the feature. */
    private static String offer(Installation.Api api) throws Exception {
        Catalogue catalogue = Catalogue.make(api);
        String feature =
                api.post("/v1/features/search", "{\"meter_ids\":[\"" + catalogue.meter() + "\"]}")
                        .at("/items/0/id")
                        .asString();
        api.post(
                "/v1/entitlements",
                "{\"entity_type\":\"PLAN\",\"entity_id\":\""
                        + catalogue.plan()
                        + "\",\"feature_id\":\""
                        + feature
                        + "\",\"feature_type\":\"metered\",\"usage_limit\":1000000000}");
        Workers.run(
                CUSTOMERS,
                IN_FLIGHT,
                customer -> catalogue.subscribe("load-" + customer, "2025-01-01T00:00:00Z"));
        return feature;
    }

    private static int check(
            Connections connections, String feature, Duration time, Latencies latencies)
            throws Exception {
        long begun = System.nanoTime();
        return Workers.during(
                time,
                IN_FLIGHT,
                index -> {
                    long due = begun + index * (Duration.ofSeconds(1).toNanos() / PER_SECOND);
                    LockSupport.parkNanos(due - System.nanoTime());
                    long start = System.nanoTime();
                    connections.send(
                            "POST",
                            "/v1/entitlements/check",
                            question("load-" + index % CUSTOMERS, feature));
                    latencies.add(System.nanoTime() - start);
                });
    }

    private static String question(String customer, String feature) {
        return "{\"customer\":\"" + customer + "\",\"feature\":\"" + feature + "\"}";
    }

    private static long probe(Installation.Api api, String feature, int number)
            throws IOException, InterruptedException {
        String customer = "load-" + number;
        JsonNode before = api.post("/v1/entitlements/check", question(customer, feature));
        api.raw(
                "POST",
                "/v1/events",
                Catalogue.event("probe-" + number, customer, USED_AT, 1_000_000));
        long start = System.nanoTime();
        long wanted = before.path("used").asLong() + 1_000_000;
        while (api.post("/v1/entitlements/check", question(customer, feature)).path("used").asLong()
                < wanted) {
            if (System.nanoTime() - start > Duration.ofSeconds(30).toNanos()) {
                throw new IOException("the event of " + customer + " was not counted within 30 s");
            }
            Thread.sleep(2);
        }
        return System.nanoTime() - start;
    }

    private static void use(Installation.Api api, AtomicBoolean stop) {
        long next = System.nanoTime();
        for (int bulk = 0; !stop.get(); bulk++) {
            StringBuilder body = new StringBuilder("{\"events\":[");
            for (int i = 0; i < BULK; i++) {
                body.append(i == 0 ? "" : ",")
                        .append(
                                Catalogue.event(
                                        "use-" + bulk + "-" + i,
                                        "load-" + (bulk * BULK + i) % CUSTOMERS,
                                        USED_AT,
                                        1));
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
