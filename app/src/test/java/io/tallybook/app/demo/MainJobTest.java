package io.tallybook.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.app.running.Http;
import io.tallybook.app.running.RunningApp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The whole way from usage to a finalized invoice, on a running application that is killed in the
 * middle of it.
 *
 * <p>By default it bills the built-in trace. {@code -Dtallybook.trace=FILE.csv
 * -Dtallybook.trace.map=…} bills a file, and {@code -Dtallybook.trace.expect=…} holds the amounts
 * against figures given from outside: the four lines, the subtotal, the credits and what is due.
 */
class MainJobTest {
    private static final String CUSTOMER = "trace-customer";
    private static final int BULK = 1_000;
    private static final int SMALL_BULK = 100;
    private static final Duration ONE_MINUTE = Duration.ofMinutes(1);

    @Test
    void usageSentTwiceInAnyOrderThroughAKillIsBilledOnceToTheCent() throws Exception {
        Trace trace = trace();
        Instant start = monthOf(trace);
        Expected expected = Expected.of(trace);
        System.out.println(
                "main job: "
                        + trace.rows().size()
                        + " events of "
                        + trace.source()
                        + ", expected "
                        + expected);
        try (RunningApp app = RunningApp.start()) {
            Http installation = new Http(app.url(), app.key());
            Http sandbox = installation.freshSandbox(start.toString());
            Billed billed = setUp(sandbox, start);

            killWhileSending(app, sandbox, trace);
            app.restart();
            sandbox = sandbox.at(app.url());
            send(sandbox, trace, inOrder(trace), Duration.ZERO);
            send(sandbox, trace, shuffled(trace, 42), ONE_MINUTE);

            Instant due = nextMonth(start).plus(Duration.ofHours(2));
            sandbox.post("/v1/clock/advance", "{\"to\":\"" + due + "\"}").expect(200);
            JsonNode invoice = invoiceOf(sandbox, billed);
            expected.check(invoice);
            assertThat(credits(sandbox, billed)).isEqualByComparingTo(expected.walletLeft());

            app.kill();
            app.restart();
            sandbox = sandbox.at(app.url());
            send(sandbox, trace, shuffled(trace, 43), ONE_MINUTE);
            sandbox.post("/v1/clock/advance", "{\"to\":\"" + due.plus(Duration.ofDays(1)) + "\"}")
                    .expect(200);
            JsonNode later = invoiceOf(sandbox, billed);
            assertThat(later.path("overdue_since").asString())
                    .as("nobody paid it in that day")
                    .isEqualTo(due.plus(Duration.ofDays(1)).toString());
            assertThat(whatIsBilled(later))
                    .as("what was finalized never changes")
                    .isEqualTo(whatIsBilled(invoice));
        }
    }

    /**
     * The application goes away under a sender that is still at it: what was acknowledged by then
     * must be kept.
     */
    private static void killWhileSending(RunningApp app, Http sandbox, Trace trace)
            throws InterruptedException {
        AtomicInteger acknowledged = new AtomicInteger();
        CountDownLatch half = new CountDownLatch(1);
        CompletableFuture<Void> sender =
                CompletableFuture.runAsync(
                        () -> {
                            for (int round = 0; ; round++) {
                                sendUntilItFails(
                                        sandbox,
                                        trace,
                                        round % 2 == 0 ? inOrder(trace) : shuffled(trace, round),
                                        count -> {
                                            if (acknowledged.addAndGet(count)
                                                    >= trace.rows().size() / 2) {
                                                half.countDown();
                                            }
                                        });
                            }
                        });
        assertThat(half.await(2, TimeUnit.MINUTES))
                .as("half of the trace is acknowledged")
                .isTrue();
        app.kill();
        assertThatThrownBy(sender::join).hasRootCauseInstanceOf(IOException.class);
    }

    private static void sendUntilItFails(
            Http api, Trace trace, List<Integer> order, IntConsumer acknowledged) {
        try {
            for (int from = 0; from < order.size(); from += SMALL_BULK) {
                List<Integer> part = order.subList(from, Math.min(order.size(), from + SMALL_BULK));
                send(api, trace, part, Duration.ZERO);
                acknowledged.accept(part.size());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Trace trace() throws IOException {
        String file = System.getProperty("tallybook.trace", "");
        if (file.isEmpty()) {
            return Trace.generated(7);
        }
        Map<String, String> map = new LinkedHashMap<>();
        for (String pair : System.getProperty("tallybook.trace.map").split(",")) {
            map.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return Trace.ofCsv(Path.of(file), map);
    }

    private static Instant monthOf(Trace trace) {
        Instant first =
                trace.rows().stream()
                        .map(Trace.Row::timestamp)
                        .min(Instant::compareTo)
                        .orElseThrow();
        return first.atZone(ZoneOffset.UTC)
                .toLocalDate()
                .withDayOfMonth(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    private static Instant nextMonth(Instant start) {
        LocalDate day = start.atZone(ZoneOffset.UTC).toLocalDate();
        return day.plusMonths(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static List<Integer> inOrder(Trace trace) {
        return IntStream.range(0, trace.rows().size()).boxed().toList();
    }

    private static List<Integer> shuffled(Trace trace, long seed) {
        List<Integer> order = new ArrayList<>(inOrder(trace));
        Collections.shuffle(order, new Random(seed));
        return order;
    }

    /** The things that were made. */
    private record Billed(String subscription, String wallet) {}

    private static Billed setUp(Http api, Instant start) throws IOException, InterruptedException {
        String plan = id(api.post("/v1/plans", "{\"name\":\"Inference\"}"));
        price(api, plan, "\"type\":\"FIXED\",\"billing_model\":\"FLAT_FEE\",\"amount\":\"20.00\"");
        String requests = meter(api, "requests", "{\"type\":\"COUNT\"}");
        price(api, plan, usage(requests) + "\"billing_model\":\"FLAT_FEE\",\"amount\":\"0.0001\"");
        String context =
                meter(api, "context_tokens", "{\"type\":\"SUM\",\"field\":\"context_tokens\"}");
        price(
                api,
                plan,
                usage(context)
                        + "\"billing_model\":\"TIERED\",\"tier_mode\":\"SLAB\",\"tiers\":["
                        + "{\"up_to\":1000000,\"unit_amount\":\"0\"},{\"up_to\":11000000,\"unit_amount\":\"0.0000025\"},"
                        + "{\"unit_amount\":\"0.0000020\"}]");
        String generated =
                meter(api, "generated_tokens", "{\"type\":\"SUM\",\"field\":\"generated_tokens\"}");
        price(
                api,
                plan,
                usage(generated)
                        + "\"billing_model\":\"PACKAGE\",\"amount\":\"10.00\","
                        + "\"transform_quantity\":{\"divide_by\":1000000,\"round\":\"up\"}");
        String customer =
                id(
                        api.post(
                                "/v1/customers",
                                "{\"external_id\":\"" + CUSTOMER + "\",\"name\":\"Trace\"}"));
        String wallet =
                api.post(
                                "/v1/wallets",
                                "{\"customer_id\":\"" + customer + "\",\"currency\":\"usd\"}")
                        .expect(200)
                        .path("id")
                        .asString();
        api.post(
                        "/v1/wallets/" + wallet + "/top-up",
                        "{\"credits_to_add\":\"25.00\",\"transaction_reason\":\"PURCHASED_CREDIT_DIRECT\"}")
                .expect(200);
        String subscription =
                id(
                        api.post(
                                "/v1/subscriptions",
                                "{\"customer_id\":\""
                                        + customer
                                        + "\",\"plan_id\":\""
                                        + plan
                                        + "\",\"currency\":\"usd\","
                                        + "\"billing_period\":\"MONTHLY\",\"billing_period_count\":1,\"billing_cycle\":\"anniversary\","
                                        + "\"start_date\":\""
                                        + start
                                        + "\"}"));
        return new Billed(subscription, wallet);
    }

    private static String usage(String meter) {
        return "\"type\":\"USAGE\",\"meter_id\":\"" + meter + "\",";
    }

    private static String meter(Http api, String name, String aggregation)
            throws IOException, InterruptedException {
        return api.post(
                        "/v1/features",
                        "{\"name\":\""
                                + name
                                + "\",\"type\":\"metered\",\"meter\":{\"name\":\""
                                + name
                                + "\",\"event_name\":\"llm.call\",\"reset_usage\":\"BILLING_PERIOD\",\"aggregation\":"
                                + aggregation
                                + "}}")
                .expect(201)
                .path("meter_id")
                .asString();
    }

    private static void price(Http api, String plan, String model)
            throws IOException, InterruptedException {
        id(
                api.post(
                        "/v1/prices",
                        "{\"entity_type\":\"PLAN\",\"entity_id\":\""
                                + plan
                                + "\",\"currency\":\"usd\",\"billing_period\":\"MONTHLY\","
                                + "\"billing_period_count\":1,\"invoice_cadence\":\"ARREAR\",\"price_unit_type\":\"FIAT\","
                                + model
                                + "}"));
    }

    private static String id(Http.Answer answer) {
        return answer.expect(201).path("id").asString();
    }

    /** Sends the rows in an order, all moved by {@code shift}. */
    private static void send(Http api, Trace trace, List<Integer> order, Duration shift)
            throws IOException, InterruptedException {
        for (int from = 0; from < order.size(); from += BULK) {
            String events =
                    order.subList(from, Math.min(order.size(), from + BULK)).stream()
                            .map(row -> event(trace, row, shift))
                            .collect(Collectors.joining(","));
            api.post("/v1/events/bulk", "{\"events\":[" + events + "]}").expect(202);
        }
    }

    private static String event(Trace trace, int row, Duration shift) {
        Trace.Row event = trace.rows().get(row);
        StringBuilder properties = new StringBuilder();
        event.properties()
                .forEach(
                        (name, value) ->
                                properties
                                        .append(properties.isEmpty() ? "" : ",")
                                        .append('"')
                                        .append(name)
                                        .append("\":\"")
                                        .append(value)
                                        .append('"'));
        return "{\"event_id\":\"row-"
                + row
                + "\",\"event_name\":\"llm.call\",\"external_customer_id\":\""
                + CUSTOMER
                + "\",\"timestamp\":\""
                + event.timestamp().plus(shift)
                + "\",\"properties\":{"
                + properties
                + "}}";
    }

    private static JsonNode invoiceOf(Http api, Billed billed)
            throws IOException, InterruptedException {
        JsonNode found =
                api.post(
                                "/v1/invoices/search",
                                "{\"subscription_id\":\"" + billed.subscription() + "\"}")
                        .expect(200);
        assertThat(found.path("items")).as("exactly one invoice: %s", found).hasSize(1);
        return api.get("/v1/invoices/" + found.at("/items/0/id").asString()).expect(200);
    }

    /** An invoice without what says when it was last touched, and that it became overdue. */
    private static JsonNode whatIsBilled(JsonNode invoice) {
        ObjectNode billed = (ObjectNode) invoice.deepCopy();
        billed.remove(List.of("overdue_since", "version", "updated_at", "updated_by"));
        billed.path("line_items")
                .forEach(line -> ((ObjectNode) line).remove(List.of("updated_at", "updated_by")));
        return billed;
    }

    private static BigDecimal credits(Http api, Billed billed)
            throws IOException, InterruptedException {
        return new BigDecimal(
                api.get("/v1/wallets/" + billed.wallet())
                        .expect(200)
                        .path("credit_balance")
                        .asString());
    }

    /** What must come out, worked out here from the rows and the price list alone. */
    private record Expected(
            List<BigDecimal> lines, BigDecimal subtotal, BigDecimal credits, BigDecimal due) {
        private static final BigDecimal MILLION = new BigDecimal(1_000_000);

        static Expected of(Trace trace) {
            String given = System.getProperty("tallybook.trace.expect", "");
            Expected computed = computed(trace);
            if (given.isEmpty()) {
                return computed;
            }
            List<BigDecimal> figures = new ArrayList<>();
            for (String figure : given.split(",")) {
                figures.add(new BigDecimal(figure));
            }
            Expected expected =
                    new Expected(
                            List.copyOf(figures.subList(0, 4)),
                            figures.get(4),
                            figures.get(5),
                            figures.get(6));
            assertThat(computed).as("this test's own arithmetic").isEqualTo(expected);
            return expected;
        }

        private static Expected computed(Trace trace) {
            BigDecimal context = sum(trace, "context_tokens");
            BigDecimal generated = sum(trace, "generated_tokens");
            BigDecimal middle =
                    context.min(MILLION.multiply(BigDecimal.valueOf(11)))
                            .subtract(MILLION)
                            .max(BigDecimal.ZERO);
            BigDecimal above =
                    context.subtract(MILLION.multiply(BigDecimal.valueOf(11))).max(BigDecimal.ZERO);
            List<BigDecimal> lines =
                    List.of(
                            cents(new BigDecimal("20.00")),
                            cents(
                                    new BigDecimal("0.0001")
                                            .multiply(BigDecimal.valueOf(trace.rows().size()))),
                            cents(
                                    middle.multiply(new BigDecimal("0.0000025"))
                                            .add(above.multiply(new BigDecimal("0.0000020")))),
                            cents(
                                    generated
                                            .divide(MILLION, 0, RoundingMode.CEILING)
                                            .multiply(BigDecimal.TEN)));
            BigDecimal subtotal = lines.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
            // Credits pay usage alone, and there are 25.00 of them.
            BigDecimal credits = subtotal.subtract(lines.getFirst()).min(new BigDecimal("25.00"));
            return new Expected(lines, subtotal, credits, subtotal.subtract(credits));
        }

        private static BigDecimal sum(Trace trace, String property) {
            return trace.rows().stream()
                    .map(row -> new BigDecimal(row.properties().get(property)))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        private static BigDecimal cents(BigDecimal amount) {
            return amount.setScale(2, RoundingMode.HALF_UP);
        }

        BigDecimal walletLeft() {
            return new BigDecimal("25.00").subtract(credits);
        }

        void check(JsonNode invoice) {
            assertThat(invoice.path("invoice_status").asString()).isEqualTo("FINALIZED");
            List<BigDecimal> amounts = new ArrayList<>();
            invoice.path("line_items")
                    .forEach(
                            line ->
                                    amounts.add(
                                            cents(new BigDecimal(line.path("amount").asString()))));
            assertThat(amounts)
                    .as("lines of %s", invoice)
                    .containsExactlyInAnyOrderElementsOf(lines);
            assertThat(decimal(invoice, "subtotal")).isEqualByComparingTo(subtotal);
            assertThat(decimal(invoice, "total_prepaid_credits_applied"))
                    .isEqualByComparingTo(credits);
            assertThat(decimal(invoice, "amount_due")).isEqualByComparingTo(due);
        }

        private static BigDecimal decimal(JsonNode invoice, String field) {
            return new BigDecimal(invoice.path(field).asString());
        }
    }
}
