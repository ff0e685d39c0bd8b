package io.tallybook.benchmarks.load;

import io.tallybook.benchmarks.Bench;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * Usage read from a big store: one customer's over a month, and everybody's day by day.
 *
 * <p>{@code ./tallybook bench usage -Dusage.events=2000000} for another size than 20 million; a
 * hundredth of them is one customer's.
 */
public final class UsageReading implements Bench.Benchmark {
    private static final int EVENTS = Integer.getInteger("usage.events", 20_000_000);
    private static final int BULK = 1_000;
    private static final int IN_FLIGHT = 6;
    private static final int SHARE = 100;
    private static final int OTHERS = 5_000;
    private static final Duration WARM_UP = Duration.ofMinutes(1);
    private static final int ASKED = 500;
    private static final int ASKED_OF_ALL = 20;
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    private static final Duration MONTH = Duration.ofDays(31);
    private static final Duration STORED_LIMIT = Duration.ofMinutes(30);

    @Override
    public void run() throws Exception {
        try (Installation installation = new Installation()) {
            Installation.Api api = installation.sandbox(START.toString());
            Catalogue catalogue = Catalogue.make(api);
            api.raw("POST", "/v1/customers", "{\"external_id\":\"heavy\",\"name\":\"Heavy\"}");
            fill(api);
            awaitStored(api);
            UsageLimits.awaitSettled(installation, EVENTS);
            String month = question(catalogue, "\"external_customer_id\":\"heavy\",", "");
            String part = month.replace("2025-02-01T00:00:00Z", "2025-01-28T10:41:07Z");
            measure(api, "one customer, %,d events, a month".formatted(EVENTS / SHARE), month);
            measure(api, "the same up to the middle of an hour", part);
            ask(
                    api,
                    "everybody, %,d events, day by day (target 1 s)".formatted(EVENTS),
                    "/v1/events/usage/meter",
                    question(catalogue, "", ",\"window_size\":\"DAY\""),
                    ASKED_OF_ALL);
            ask(
                    api,
                    "one customer by a property, day by day, from the events",
                    "/v1/events/analytics",
                    """
                    {"external_customer_id":"heavy","group_by":["properties.model"],"window_size":"DAY",
                     "start_time":"%s","end_time":"%s"}\
                    """
                            .formatted(START, START.plus(MONTH)),
                    ASKED_OF_ALL);
            UsageLimits.printQuestions(installation);
        }
    }

    private static void fill(Installation.Api api) throws Exception {
        int bulks = EVENTS / BULK;
        long start = System.nanoTime();
        Workers.run(
                bulks,
                IN_FLIGHT,
                bulk -> {
                    StringBuilder body = new StringBuilder("{\"events\":[");
                    for (int i = 0; i < BULK; i++) {
                        int number = bulk * BULK + i;
                        body.append(i == 0 ? "" : ",")
                                .append(
                                        Catalogue.event(
                                                "e" + number,
                                                number % SHARE == 0
                                                        ? "heavy"
                                                        : "customer-" + number % OTHERS,
                                                at(number).toString(),
                                                number % 1_000));
                    }
                    api.raw("POST", "/v1/events/bulk", body.append("]}").toString());
                });
        System.out.printf(
                Locale.ROOT,
                "filled with %,d events at %,.0f/s%n",
                EVENTS,
                EVENTS / ((System.nanoTime() - start) / 1e9));
    }

    private static Instant at(int number) {
        return START.plusMillis((long) ((double) number / EVENTS * MONTH.toMillis()));
    }

    private static String question(Catalogue catalogue, String more, String last) {
        return "{\"meter_id\":\"%s\",%s\"start_time\":\"%s\",\"end_time\":\"%s\"%s}"
                .formatted(catalogue.meter(), more, START, START.plus(MONTH), last);
    }

    private static void measure(Installation.Api api, String what, String question)
            throws Exception {
        Workers.during(WARM_UP, 1, _ -> api.raw("POST", "/v1/events/usage/meter", question));
        ask(api, what + " (target p99 30 ms)", "/v1/events/usage/meter", question, ASKED);
    }

    private static void ask(
            Installation.Api api, String what, String path, String question, int times)
            throws IOException, InterruptedException {
        Latencies latencies = new Latencies(times);
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            api.raw("POST", path, question);
            latencies.add(System.nanoTime() - start);
        }
        System.out.printf(Locale.ROOT, "%s: %s%n", what, latencies);
    }

    private static void awaitStored(Installation.Api api) throws IOException, InterruptedException {
        String question =
                "{\"start_time\":\"%s\",\"end_time\":\"%s\",\"page_size\":1}"
                        .formatted(START, START.plus(MONTH));
        long end = System.nanoTime() + STORED_LIMIT.toNanos();
        while (api.post("/v1/events/query", question).path("total_count").asLong() < EVENTS) {
            if (System.nanoTime() > end) {
                throw new IOException("not all events were stored within " + STORED_LIMIT);
            }
            Thread.sleep(500);
        }
    }
}
