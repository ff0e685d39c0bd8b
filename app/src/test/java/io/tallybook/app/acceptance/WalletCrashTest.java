package io.tallybook.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.app.running.Http;
import io.tallybook.app.running.RunningApp;
import io.tallybook.testkit.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Two hundred writers at once move and hold the credits of one wallet and of many; the application
 * is killed in the middle of it and started again, and every writer says again what it said before.
 */
class WalletCrashTest {
    private static final int WRITERS = 200;
    private static final int WALLETS = 8;
    private static final int ANSWERED_BEFORE_KILL = 60;
    private static final int AT_FIRST = 100;

    private enum Kind {
        IN,
        OUT,
        HELD
    }

    /** What one writer wants, under a key of its own: 2 credits in, 1 out, or 1 held. */
    private record Wish(String wallet, int writer) {
        Kind kind() {
            return switch (writer % 4) {
                case 0, 2 -> Kind.IN;
                case 1 -> Kind.OUT;
                default -> Kind.HELD;
            };
        }

        Http.Answer send(Http sandbox) throws IOException, InterruptedException {
            String key = "\"idempotency_key\":\"writer-" + writer + "\"}";
            String path = "/v1/wallets/" + wallet;
            return switch (kind()) {
                case IN ->
                        sandbox.post(
                                path + "/top-up",
                                "{\"credits_to_add\":\"2\",\"transaction_reason\":\"FREE_CREDIT_GRANT\","
                                        + key);
                case OUT -> sandbox.post(path + "/debit", "{\"credits\":\"1\"," + key);
                case HELD ->
                        sandbox.post(
                                path + "/holds",
                                "{\"credits\":\"1\",\"expires_at\":\"2026-01-01T00:00:00Z\","
                                        + key);
            };
        }

        String made(JsonNode answer) {
            return Shop.id(kind() == Kind.HELD ? answer : answer.path("wallet_transaction"));
        }
    }

    @Test
    void nothingIsLostAndNothingCountsTwiceOnOneWalletAndOnMany() throws Exception {
        try (RunningApp app = RunningApp.start()) {
            Http sandbox = new Http(app.url(), app.key()).freshSandbox("2025-01-01T00:00:00Z");
            List<String> wallets = wallets(sandbox);
            List<Wish> wishes = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                // Half of the writers on the first wallet, the others spread over the rest.
                int place = writer < WRITERS / 2 ? 0 : 1 + (writer / 4) % WALLETS;
                wishes.add(new Wish(wallets.get(place), writer));
            }
            Map<Wish, String> answered = killedInTheMiddle(app, sandbox, wishes);
            assertThat(answered.size()).isBetween(ANSWERED_BEFORE_KILL, WRITERS - 1);
            app.restart();
            Http again = sandbox.at(app.url());
            for (Map.Entry<Wish, String> each : answered.entrySet()) {
                Eventually.within(
                        Duration.ofSeconds(60),
                        () ->
                                assertThat(ids(again, each.getKey()))
                                        .as("answered before the kill")
                                        .contains(each.getValue()));
            }
            for (Wish wish : wishes) {
                String made = wish.made(wish.send(again).expect(200));
                assertThat(made).isEqualTo(answered.getOrDefault(wish, made));
            }
            for (String wallet : wallets) {
                check(again, wallet, wishes);
            }
            JsonNode balance = again.get("/v1/ledger/trial-balance").expect(200);
            assertThat(balance.path("balanced").asBoolean()).as(balance.toString()).isTrue();
        }
    }

    private static List<String> wallets(Http sandbox) throws IOException, InterruptedException {
        String customer =
                Shop.id(
                        sandbox.post(
                                        "/v1/customers",
                                        "{\"external_id\":\"payer\",\"name\":\"Payer\"}")
                                .expect(201));
        List<String> wallets = new ArrayList<>();
        for (int i = 0; i <= WALLETS; i++) {
            wallets.add(
                    Shop.id(
                            sandbox.post(
                                            "/v1/wallets",
                                            """
                                            {"customer_id":"%s","currency":"usd","initial_credits_to_load":"%d"}\
                                            """
                                                    .formatted(customer, AT_FIRST))
                                    .expect(200)));
        }
        return wallets;
    }

    /** What was answered before the kill, and with which id. */
    private static Map<Wish, String> killedInTheMiddle(
            RunningApp app, Http sandbox, List<Wish> wishes) throws Exception {
        CountDownLatch enough = new CountDownLatch(ANSWERED_BEFORE_KILL);
        Map<Wish, String> answered = new ConcurrentHashMap<>();
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (Wish wish : wishes) {
                all.add(writers.submit(() -> said(sandbox, wish, answered, enough)));
            }
            assertThat(enough.await(3, TimeUnit.MINUTES)).as("credits move").isTrue();
            app.kill();
            for (Future<?> each : all) {
                each.get(3, TimeUnit.MINUTES);
            }
        }
        return Map.copyOf(answered);
    }

    private static void said(
            Http sandbox, Wish wish, Map<Wish, String> answered, CountDownLatch enough) {
        try {
            answered.put(wish, wish.made(wish.send(sandbox).expect(200)));
            enough.countDown();
        } catch (IOException _) {
            // It was cut off: whether it happened is not known to the writer.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> ids(Http sandbox, Wish wish)
            throws IOException, InterruptedException {
        return ids(sandbox, wish.wallet(), wish.kind() == Kind.HELD ? "holds" : "transactions");
    }

    private static List<String> ids(Http sandbox, String wallet, String list)
            throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        sandbox.get("/v1/wallets/" + wallet + "/" + list + "?limit=1000")
                .expect(200)
                .path("items")
                .forEach(item -> ids.add(Shop.id(item)));
        return ids;
    }

    private static void check(Http sandbox, String wallet, List<Wish> wishes) throws Exception {
        int in = count(wishes, wallet, Kind.IN);
        int out = count(wishes, wallet, Kind.OUT);
        int held = count(wishes, wallet, Kind.HELD);
        JsonNode shown = sandbox.get("/v1/wallets/" + wallet).expect(200);
        assertThat(Shop.decimal(shown, "credit_balance"))
                .isEqualByComparingTo(String.valueOf(AT_FIRST + 2 * in - out));
        assertThat(Shop.decimal(shown, "held_credits")).isEqualByComparingTo(String.valueOf(held));
        JsonNode flows = shown.path("credit_flows");
        assertThat(Shop.decimal(flows, "granted"))
                .isEqualByComparingTo(String.valueOf(AT_FIRST + 2 * in));
        assertThat(Shop.decimal(flows, "used")).isEqualByComparingTo(String.valueOf(out));
        assertThat(ids(sandbox, wallet, "transactions")).hasSize(1 + in + out);
        assertThat(ids(sandbox, wallet, "holds")).hasSize(held);
    }

    private static int count(List<Wish> wishes, String wallet, Kind kind) {
        return (int)
                wishes.stream()
                        .filter(wish -> wish.wallet().equals(wallet) && wish.kind() == kind)
                        .count();
    }
}
