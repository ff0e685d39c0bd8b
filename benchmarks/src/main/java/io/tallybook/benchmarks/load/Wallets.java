package io.tallybook.benchmarks.load;

import io.tallybook.benchmarks.Bench;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/**
 * Debits over many wallets and on one, balances exact and from memory, how soon a usage event is in
 * an ongoing balance, and a mix of operations with the trial balance looked at throughout.
 *
 * <p>{@code -Dwallets.operations=100000} for a smaller mix, {@code -Dwallets.events=10000} for
 * other usage a second beside the balances, {@code -Dwallets.seconds=20} for how long each of the
 * rest is measured.
 */
public final class Wallets implements Bench.Benchmark {
    private static final int WALLETS = 200;
    private static final int IN_FLIGHT = 64;
    private static final int READERS = 4;
    private static final int PROBES = 100;
    private static final int BULK = 500;
    private static final int EVENTS_PER_SECOND = Integer.getInteger("wallets.events", 10_000);
    private static final int OPERATIONS = Integer.getInteger("wallets.operations", 1_000_000);
    private static final int SECONDS = Integer.getInteger("wallets.seconds", 20);
    private static final Duration WARM_UP = Duration.ofSeconds(Math.min(SECONDS * 3L, 60));
    private static final Duration MEASURED = Duration.ofSeconds(SECONDS);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final String CREDITS = "1000000000";

    private final String[] wallets = new String[WALLETS];
    private final String[] customers = new String[WALLETS];
    private final Queue<String> holds = new ConcurrentLinkedQueue<>();
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Instant subscribed = now.minus(Duration.ofDays(4));
    private final Instant usedAt = now.minus(Duration.ofDays(2));
    private final Instant heldUntil = now.plus(Duration.ofDays(30));

    @Override
    public void run() throws Exception {
        try (Installation installation = new Installation()) {
            Installation.Api api = installation.live();
            Catalogue catalogue = Catalogue.make(api);
            Workers.run(WALLETS, READERS, number -> open(api, catalogue, number));
            try (Connections connections = api.connections()) {
                debits(WARM_UP, installation, connections, WALLETS);
                debits(MEASURED, installation, connections, WALLETS)
                        .print("debits over " + WALLETS + " wallets, durable", "target 3,000/s");
                debits(MEASURED, installation, connections, 1)
                        .print("debits on one wallet, durable", "target 1,000/s");
            }
            mix(api);
            AtomicBoolean stop = new AtomicBoolean();
            Thread usage;
            try (Connections connections = api.connections()) {
                balances(connections, "and nothing beside");
                usage = Thread.ofVirtual().start(() -> use(api, stop));
                balances(connections, "beside %,d events/s".formatted(EVENTS_PER_SECOND));
            }
            Latencies counted = new Latencies(PROBES);
            for (int probe = 0; probe < PROBES; probe++) {
                counted.add(probe(api, probe));
            }
            stop.set(true);
            usage.join();
            System.out.printf(
                    Locale.ROOT,
                    "a usage event is in the ongoing balance: %s after its acknowledgement, beside"
                            + " %,d events/s (target p99 1 s)%n",
                    counted,
                    EVENTS_PER_SECOND);
        }
    }

    private void open(Installation.Api api, Catalogue catalogue, int number) throws Exception {
        catalogue.subscribe("load-" + number, subscribed.toString());
        JsonNode wallet =
                api.post(
                        "/v1/wallets",
                        "{\"external_customer_id\":\"load-%d\",\"currency\":\"usd\",\"initial_credits_to_load\":\"%s\"}"
                                .formatted(number, CREDITS));
        wallets[number] = wallet.path("id").asString();
        customers[number] = "load-" + number;
    }

    private Measured debits(
            Duration time, Installation installation, Connections connections, int among)
            throws Exception {
        return Measured.during(
                time,
                IN_FLIGHT,
                installation,
                index ->
                        connections.send(
                                "POST",
                                "/v1/wallets/" + wallets[index % among] + "/debit",
                                "{\"credits\":\"0.01\"}"));
    }

    /**
     * Credits in, used, held, captured and set free, and somebody who looks whether all balances.
     */
    private void mix(Installation.Api api) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger looks = new AtomicInteger();
        CompletableFuture<Void> watch =
                CompletableFuture.runAsync(
                        () -> watch(api, stop, looks), Thread::startVirtualThread);
        long start = System.nanoTime();
        Workers.run(OPERATIONS, IN_FLIGHT, number -> operation(api, number));
        double seconds = (System.nanoTime() - start) / 1e9;
        stop.set(true);
        watch.join();
        balanced(api);
        System.out.printf(
                Locale.ROOT,
                "%,d mixed operations in %.0f s, %,.0f/s, the trial balance at zero in all %,d"
                        + " looks and afterwards%n",
                OPERATIONS,
                seconds,
                OPERATIONS / seconds,
                looks.get());
    }

    private void operation(Installation.Api api, int number) throws Exception {
        String wallet = "/v1/wallets/" + wallets[ThreadLocalRandom.current().nextInt(WALLETS)];
        switch (number % 5) {
            case 0 ->
                    api.raw(
                            "POST",
                            wallet + "/top-up",
                            "{\"credits_to_add\":\"1\",\"transaction_reason\":\"PURCHASED_CREDIT_DIRECT\"}");
            case 1 -> {
                JsonNode hold =
                        api.post(
                                wallet + "/holds",
                                "{\"credits\":\"0.5\",\"expires_at\":\"%s\"}".formatted(heldUntil));
                holds.add(wallet + "/holds/" + hold.path("id").asString());
            }
            case 2 -> ended(api, number);
            default -> api.raw("POST", wallet + "/debit", "{\"credits\":\"0.01\"}");
        }
    }

    /** One of the holds that stand is captured in part or released, if there is one. */
    private void ended(Installation.Api api, int number) throws Exception {
        String hold = holds.poll();
        if (hold == null) {
            return;
        }
        if (number % 2 == 0) {
            api.raw("POST", hold + "/capture", "{\"credits\":\"0.1\"}");
        } else {
            api.raw("POST", hold + "/release", "");
        }
    }

    private static void watch(Installation.Api api, AtomicBoolean stop, AtomicInteger looks) {
        try {
            while (!stop.get()) {
                balanced(api);
                looks.incrementAndGet();
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void balanced(Installation.Api api) throws IOException, InterruptedException {
        JsonNode balance = api.get("/v1/ledger/trial-balance");
        if (!balance.path("balanced").asBoolean()) {
            throw new IllegalStateException("the trial balance is not zero: " + balance);
        }
    }

    private void balances(Connections connections, String beside) throws Exception {
        balances(connections, "", "exact, target p99 20 ms", beside);
        balances(connections, "?from_cache=true", "from memory, target p99 5 ms", beside);
    }

    private void balances(Connections connections, String how, String what, String beside)
            throws Exception {
        read(connections, how, WARM_UP, new Latencies(1_000_000));
        Latencies latencies = new Latencies(1_000_000);
        int done = read(connections, how, MEASURED, latencies);
        System.out.printf(
                Locale.ROOT,
                "balance %s: %s, %,d a second %s%n",
                what,
                latencies,
                done / MEASURED.toSeconds(),
                beside);
    }

    private int read(Connections connections, String how, Duration time, Latencies latencies)
            throws Exception {
        long begun = System.nanoTime();
        return Workers.during(
                time,
                READERS,
                index -> {
                    long due = begun + index * (Duration.ofSeconds(1).toNanos() / 100);
                    LockSupport.parkNanos(due - System.nanoTime());
                    long start = System.nanoTime();
                    connections.send(
                            "GET",
                            "/v1/wallets/" + wallets[index % WALLETS] + "/balance" + how,
                            "");
                    latencies.add(System.nanoTime() - start);
                });
    }

    private long probe(Installation.Api api, int number) throws IOException, InterruptedException {
        String path = "/v1/wallets/" + wallets[number] + "/balance?from_cache=true";
        BigDecimal before = usage(api, path);
        api.raw(
                "POST",
                "/v1/events",
                Catalogue.event(
                        "probe-" + number, customers[number], usedAt.toString(), 1_000_000_000));
        long start = System.nanoTime();
        while (usage(api, path).subtract(before).signum() == 0) {
            if (System.nanoTime() - start > Duration.ofSeconds(30).toNanos()) {
                throw new IOException("the event was not in the balance within 30 s");
            }
            Thread.sleep(2);
        }
        return System.nanoTime() - start;
    }

    private static BigDecimal usage(Installation.Api api, String path)
            throws IOException, InterruptedException {
        return new BigDecimal(api.get(path).path("current_period_usage").asString());
    }

    private void use(Installation.Api api, AtomicBoolean stop) {
        long next = System.nanoTime();
        for (int bulk = 0; !stop.get(); bulk++) {
            StringBuilder body = new StringBuilder("{\"events\":[");
            for (int i = 0; i < BULK; i++) {
                // Customers of their own, so that a probe tells its event from the others.
                body.append(i == 0 ? "" : ",")
                        .append(
                                Catalogue.event(
                                        "use-" + bulk + "-" + i,
                                        "load-" + (PROBES + (bulk + i) % (WALLETS - PROBES)),
                                        usedAt.toString(),
                                        1));
            }
            try {
                api.raw("POST", "/v1/events/bulk", body.append("]}").toString());
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
            next += Duration.ofSeconds(1).toNanos() / (EVENTS_PER_SECOND / BULK);
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }
}
