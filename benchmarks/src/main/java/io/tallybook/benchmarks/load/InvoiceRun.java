package io.tallybook.benchmarks.load;

import io.tallybook.benchmarks.Bench;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** A period end of 10,000 subscriptions with a fixed and a tiered usage line each. */
public final class InvoiceRun implements Bench.Benchmark {
    private static final int SUBSCRIPTIONS =
            Integer.getInteger("tallybook.bench.subscriptions", 10_000);
    private static final int EVENTS_EACH = 30;
    private static final int IN_FLIGHT = 16;
    private static final int MONTHS = 6;
    private static final String START = "2025-01-01T00:00:00Z";

    @Override
    public void run() throws Exception {
        try (Installation installation = new Installation()) {
            Installation.Api api = installation.sandbox(START);
            Catalogue catalogue = Catalogue.make(api);
            long start = System.nanoTime();
            Duration before = installation.processes().cpu();
            Workers.run(SUBSCRIPTIONS, IN_FLIGHT, i -> catalogue.subscribe("customer-" + i, START));
            report(
                    "customers and subscriptions made",
                    SUBSCRIPTIONS,
                    start,
                    before,
                    installation,
                    IN_FLIGHT + " in flight, target 500/s");
            for (int month = 1; month <= MONTHS; month++) {
                int of = month;
                Workers.run(SUBSCRIPTIONS / 10, 4, i -> usage(api, i, of));
            }
            // Each is reported, for a JVM that has just begun still compiles: the last counts.
            for (int month = 1; month <= MONTHS; month++) {
                start = System.nanoTime();
                before = installation.processes().cpu();
                advance(api, "2025-%02d-01T02:00:00Z".formatted(month + 1));
                report(
                        "invoices finalized (target 500/s, 3 ms)",
                        SUBSCRIPTIONS,
                        start,
                        before,
                        installation,
                        "period end " + month + " of " + MONTHS + ", one advance of the clock");
            }
        }
    }

    private static void usage(Installation.Api api, int tens, int month)
            throws IOException, InterruptedException {
        StringBuilder body = new StringBuilder("{\"events\":[");
        for (int i = 0; i < 10 * EVENTS_EACH; i++) {
            int customer = tens * 10 + i % 10;
            body.append(i == 0 ? "" : ",")
                    .append(
                            Catalogue.event(
                                    "e-" + month + "-" + tens + "-" + i,
                                    "customer-" + customer,
                                    "2025-%02d-10T00:00:00Z".formatted(month),
                                    10 + i));
        }
        api.raw("POST", "/v1/events/bulk", body.append("]}").toString());
    }

    private static void advance(Installation.Api api, String to)
            throws IOException, InterruptedException {
        api.post("/v1/clock/advance", "{\"to\":\"" + to + "\"}");
    }

    private static void report(
            String what,
            int count,
            long start,
            Duration before,
            Installation installation,
            String setting)
            throws IOException {
        double seconds = (System.nanoTime() - start) / 1e9;
        Duration cpu = installation.processes().cpu().minus(before);
        System.out.printf(
                Locale.ROOT,
                "%,d %s: %,.0f/s, %.2f ms CPU each in all processes but the load generator; %s;"
                        + " %.0f MB%n",
                count,
                what,
                count / seconds,
                cpu.toNanos() / 1e6 / count,
                setting,
                installation.processes().memory() / 1e6);
    }
}
