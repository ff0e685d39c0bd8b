package io.tallybook.benchmarks.load;

import io.tallybook.benchmarks.Bench;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * One subscription of as many lines as one may have, one in thirty of usage: agreed, invoiced for
 * some months, and the last invoice read.
 */
public final class LongSubscription implements Bench.Benchmark {
    private static final int LINES = 30_000;
    private static final int AT_ONCE = 100;
    private static final int USAGE_EVERY = 30;
    private static final int EVENTS = 30;
    private static final String CUSTOMER = "long";
    private static final List<String> MONTHS = List.of("01", "02", "03", "04");

    @Override
    public void run() throws Exception {
        try (Installation installation = new Installation()) {
            Installation.Api api = installation.sandbox("2025-01-01T00:00:00Z");
            Catalogue catalogue = Catalogue.make(api);
            for (int made = 2; made < LINES; made += AT_ONCE) {
                api.raw("POST", "/v1/prices/bulk", prices(catalogue, made));
            }
            timed(
                    "a subscription of 30,000 lines agreed",
                    installation,
                    () -> catalogue.subscribe(CUSTOMER, "2025-01-01T00:00:00Z"));
            for (String month : MONTHS) {
                api.raw("POST", "/v1/events/bulk", usage(month));
                timed(
                        "a month of it invoiced (target 5 s)",
                        installation,
                        () ->
                                api.post(
                                        "/v1/clock/advance",
                                        "{\"to\":\"2025-%02d-01T02:00:00Z\"}"
                                                .formatted(Integer.parseInt(month) + 1)));
            }
            read(installation, api);
        }
    }

    private static void read(Installation installation, Installation.Api api) throws Exception {
        String last =
                api.post("/v1/invoices/search", "{\"limit\":1,\"skip_line_items\":true}")
                        .path("items")
                        .path(0)
                        .path("id")
                        .asString();
        String answer =
                timed(
                        "its last invoice read",
                        installation,
                        () -> api.raw("GET", "/v1/invoices/" + last, ""));
        System.out.printf(
                Locale.ROOT,
                "%,d lines of %s in %.0f MB; %.0f MB in all processes%n",
                JsonMapper.shared().readTree(answer).path("line_items").size(),
                JsonMapper.shared().readTree(answer).path("total").asString(),
                answer.getBytes(StandardCharsets.UTF_8).length / 1e6,
                installation.processes().memory() / 1e6);
    }

    private static String prices(Catalogue catalogue, int first) {
        return IntStream.range(first, Math.min(first + AT_ONCE, LINES))
                .mapToObj(
                        i ->
                                """
                                {"entity_type":"PLAN","entity_id":"%s","currency":"usd","billing_period":"MONTHLY",
                                 "billing_period_count":1,"invoice_cadence":"ARREAR","price_unit_type":"FIAT",
                                 "billing_model":"FLAT_FEE",%s}\
                                """
                                        .formatted(
                                                catalogue.plan(),
                                                i % USAGE_EVERY == 0
                                                        ? "\"type\":\"USAGE\",\"amount\":\"0.01\",\"meter_id\":\"%s\""
                                                                .formatted(catalogue.meter())
                                                        : "\"type\":\"FIXED\",\"amount\":\"%d.50\""
                                                                .formatted(i % AT_ONCE)))
                .collect(Collectors.joining(",", "{\"items\":[", "]}"));
    }

    private static String usage(String month) {
        return IntStream.range(0, EVENTS)
                .mapToObj(
                        i ->
                                Catalogue.event(
                                        "e-" + month + "-" + i,
                                        CUSTOMER,
                                        "2025-" + month + "-10T00:00:00Z",
                                        10 + i))
                .collect(Collectors.joining(",", "{\"events\":[", "]}"));
    }

    private static <T> T timed(String what, Installation installation, Callable<T> piece)
            throws Exception {
        Duration before = installation.processes().cpu();
        long start = System.nanoTime();
        T result = piece.call();
        System.out.printf(
                Locale.ROOT,
                "%s: %.1f s, %.1f s CPU in all processes but the load generator%n",
                what,
                (System.nanoTime() - start) / 1e9,
                installation.processes().cpu().minus(before).toNanos() / 1e9);
        return result;
    }
}
