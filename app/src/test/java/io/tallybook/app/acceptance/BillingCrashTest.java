package io.tallybook.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.app.running.RunningApp;
import io.tallybook.testkit.Eventually;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The application is killed between the steps of billing runs, month after month, and started
 * again: each subscription is billed once a month, numbers have no gaps, credits are spent once.
 *
 * <p>{@code crashes.kills} says how often, {@code crashes.seed} when.
 */
class BillingCrashTest {
    private static final int KILLS = Integer.getInteger("crashes.kills", 3);
    private static final long SEED = Long.getLong("crashes.seed", System.nanoTime());
    private static final int SUBSCRIPTIONS = 40;
    private static final int PAGE = 1000;
    private static final String WALLET = "3.20";
    private static final DateTimeFormatter MONTH =
            DateTimeFormatter.ofPattern("yyyyMM").withZone(ZoneOffset.UTC);

    private final SplittableRandom random = new SplittableRandom(SEED);

    /** A customer; every fourth one calls, {@code calls} times a month. */
    private record Subscriber(String name, String subscription, String wallet, int calls) {
        BigDecimal used() {
            return new BigDecimal("0.50").multiply(BigDecimal.valueOf(calls));
        }
    }

    @Test
    void aBillingRunThatIsKilledBetweenItsStepsBillsEachOnce() throws Exception {
        try (RunningApp app = RunningApp.start()) {
            Shop shop = Shop.open(app);
            List<Subscriber> subscribers = new ArrayList<>();
            for (int n = 0; n < SUBSCRIPTIONS; n++) {
                subscribers.add(subscriber(shop, n));
            }
            int months = 0;
            call(shop, subscribers, months++);
            long whole = billed(shop, months);
            int unfinished = 0;
            for (int kills = 0; kills < KILLS; kills++) {
                call(shop, subscribers, months++);
                unfinished += killWithin(app, shop, months, whole) ? 1 : 0;
                app.restart();
                shop = new Shop(shop.http().at(app.url()), shop.plan(), shop.meter());
                billed(shop, months);
                counted(shop, months);
            }
            System.out.printf(
                    "crashes: %d kills with seed %d, %d of them in the middle of a run of %d ms;"
                            + " %d invoices%n",
                    KILLS, SEED, unfinished, whole, months * SUBSCRIPTIONS);
            for (Subscriber subscriber : subscribers) {
                check(shop, subscriber, months);
            }
            numbersHaveNoGaps(shop, subscribers, months);
        }
    }

    private static Subscriber subscriber(Shop shop, int n) throws Exception {
        String name = "customer-" + n;
        String customer = shop.customer(name);
        String wallet = shop.wallet(customer, WALLET);
        return new Subscriber(name, shop.subscribe(customer), wallet, n % 4);
    }

    private static Instant end(int months) {
        return Instant.parse(Shop.START).atOffset(ZoneOffset.UTC).plusMonths(months).toInstant();
    }

    private static void call(Shop shop, List<Subscriber> subscribers, int month)
            throws IOException, InterruptedException {
        String moment = end(month).plus(Duration.ofDays(3)).toString();
        for (Subscriber subscriber : subscribers) {
            for (int n = 0; n < subscriber.calls(); n++) {
                String id = subscriber.name() + "-" + month + "-" + n;
                shop.call(subscriber.name(), id, moment);
            }
        }
    }

    /** Has the months billed; answers how many milliseconds that took. */
    private static long billed(Shop shop, int months) {
        long begin = System.nanoTime();
        // What is behind after a start is caught up with, and asked for again.
        Eventually.within(Duration.ofMinutes(3), () -> shop.advance(to(months)));
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }

    private static String to(int months) {
        return end(months).plus(Duration.ofHours(3)).toString();
    }

    /** Kills it at a random moment of a run; whether the run was not over by then. */
    private boolean killWithin(RunningApp app, Shop shop, int months, long whole)
            throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> run =
                    threads.submit(
                            () -> {
                                shop.advance(to(months));
                                return null;
                            });
            boolean over = isOverWithin(run, random.nextLong(1, whole + 1));
            app.kill();
            return !over;
        }
    }

    private static boolean isOverWithin(Future<?> run, long milliseconds)
            throws InterruptedException {
        try {
            run.get(milliseconds, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new AssertionError("the advance failed before anything was killed", e);
        }
    }

    private static void counted(Shop shop, int months) {
        Eventually.within(
                Duration.ofMinutes(1),
                () -> {
                    JsonNode found = shop.http().get("/v1/invoices?limit=1").expect(200);
                    assertThat(found.path("pagination").path("total").asInt())
                            .as("invoices after %d months", months)
                            .isEqualTo(months * SUBSCRIPTIONS);
                });
    }

    private static List<JsonNode> invoices(Shop shop, Subscriber of) throws Exception {
        List<JsonNode> invoices = new ArrayList<>();
        shop.http()
                .post(
                        "/v1/invoices/search",
                        "{\"subscription_id\":\"%s\",\"limit\":%d}"
                                .formatted(of.subscription(), PAGE))
                .expect(200)
                .path("items")
                .forEach(invoices::add);
        return invoices;
    }

    private static void check(Shop shop, Subscriber subscriber, int months) throws Exception {
        List<JsonNode> invoices = invoices(shop, subscriber);
        BigDecimal used = subscriber.used();
        assertThat(invoices.stream().map(i -> i.path("period_end").asString()))
                .as(subscriber.name())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, months)
                                .mapToObj(month -> end(month).toString())
                                .toList());
        assertThat(invoices)
                .as(subscriber.name())
                .allSatisfy(
                        invoice -> {
                            assertThat(invoice.path("invoice_status").asString())
                                    .isEqualTo("FINALIZED");
                            assertThat(Shop.decimal(invoice, "subtotal"))
                                    .isEqualByComparingTo(used.add(BigDecimal.TEN));
                        });
        BigDecimal paidByCredits =
                invoices.stream()
                        .map(i -> Shop.decimal(i, "subtotal").subtract(Shop.decimal(i, "total")))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal all = used.multiply(BigDecimal.valueOf(months));
        assertThat(paidByCredits)
                .as(subscriber.name())
                .isEqualByComparingTo(all.min(new BigDecimal(WALLET)));
        assertThat(shop.credits(subscriber.wallet()))
                .as(subscriber.name())
                .isEqualByComparingTo(new BigDecimal(WALLET).subtract(paidByCredits));
    }

    private static void numbersHaveNoGaps(Shop shop, List<Subscriber> subscribers, int months)
            throws Exception {
        List<String> numbers = new ArrayList<>();
        for (Subscriber subscriber : subscribers) {
            invoices(shop, subscriber)
                    .forEach(invoice -> numbers.add(invoice.path("invoice_number").asString()));
        }
        assertThat(numbers)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(1, months)
                                .boxed()
                                .flatMap(
                                        month ->
                                                IntStream.rangeClosed(1, SUBSCRIPTIONS)
                                                        .mapToObj(n -> number(end(month), n)))
                                .toList());
    }

    private static String number(Instant month, int n) {
        return "INV-%s-%05d".formatted(MONTH.format(month), n);
    }
}
