package io.tallybook.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.app.running.Http;
import io.tallybook.app.running.RunningApp;
import io.tallybook.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The application is killed while a plan's prices are brought to its subscriptions. */
class PlanSyncCrashTest {
    private static final int SUBSCRIPTIONS = 240;
    private static final int IN_FLIGHT = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Test
    void aSynchronisationThatWasKilledGoesOnAndChangesEachSubscriptionOnce() throws Exception {
        try (RunningApp app = RunningApp.start()) {
            Shop shop = Shop.open(app);
            List<String> subscriptions = subscribed(shop);
            String added = price(shop);
            JsonNode job =
                    shop.http()
                            .post("/v1/plans/" + shop.plan() + "/sync/subscriptions/v2", "")
                            .expect(200);
            // In the first step of a hundred, and once more in the second.
            Http http = killedWith(app, shop.http(), added, 20);
            http = killedWith(app, http, added, 120);
            finished(http, shop.plan(), Shop.id(job), subscriptions);
            for (String subscription : subscriptions) {
                changedOnce(http, subscription, added);
            }
        }
    }

    private static List<String> subscribed(Shop shop) throws Exception {
        List<Future<String>> all = new ArrayList<>();
        Semaphore turns = new Semaphore(IN_FLIGHT);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < SUBSCRIPTIONS; i++) {
                String customer = "customer-" + i;
                turns.acquire();
                all.add(
                        threads.submit(
                                () -> {
                                    try {
                                        return shop.subscribe(shop.customer(customer));
                                    } finally {
                                        turns.release();
                                    }
                                }));
            }
        }
        List<String> ids = new ArrayList<>();
        for (Future<String> one : all) {
            ids.add(one.get());
        }
        return ids;
    }

    private static String price(Shop shop) throws Exception {
        return Shop.id(
                shop.http()
                        .post(
                                "/v1/prices",
                                """
                                {"entity_type":"PLAN","entity_id":"%s","currency":"usd","billing_model":"FLAT_FEE",
                                 "billing_period":"MONTHLY","billing_period_count":1,"invoice_cadence":"ARREAR",
                                 "price_unit_type":"FIAT","type":"FIXED","amount":"5.00"}\
                                """
                                        .formatted(shop.plan()))
                        .expect(201));
    }

    /** How many subscriptions have a line of the price. */
    private static int changed(Http http, String price) throws Exception {
        return http.post(
                        "/v1/subscriptions/lineitems/search",
                        "{\"price_ids\":[\"" + price + "\"],\"limit\":1}")
                .expect(200)
                .at("/pagination/total")
                .asInt();
    }

    private static Http killedWith(RunningApp app, Http http, String price, int atLeast)
            throws Exception {
        int seen =
                Eventually.get(
                        PATIENCE,
                        () -> {
                            int now = changed(http, price);
                            assertThat(now).isGreaterThanOrEqualTo(atLeast);
                            return now;
                        });
        app.kill();
        assertThat(seen).as("killed before it was done").isLessThan(SUBSCRIPTIONS);
        app.restart();
        return http.at(app.url());
    }

    private static void finished(Http http, String plan, String job, List<String> subscriptions)
            throws Exception {
        String path = "/v1/plans/" + plan + "/sync/subscriptions/" + job;
        JsonNode done =
                Eventually.get(
                        PATIENCE,
                        () -> {
                            JsonNode now = http.get(path + "?limit=1000").expect(200);
                            assertThat(now.path("sync_status").asString()).isEqualTo("completed");
                            return now;
                        });
        List<String> reported = new ArrayList<>();
        for (JsonNode result : done.path("results")) {
            assertThat(result.path("result").asString()).isEqualTo("changed");
            reported.add(result.path("subscription_id").asString());
        }
        assertThat(reported).containsExactlyInAnyOrderElementsOf(subscriptions);
        assertThat(done.at("/progress/changed").asInt()).isEqualTo(SUBSCRIPTIONS);
        // The lock is gone with it.
        http.post("/v1/plans/" + plan + "/sync/subscriptions/v2", "").expect(200);
    }

    private static void changedOnce(Http http, String subscription, String price) throws Exception {
        int lines = 0;
        for (JsonNode line :
                http.get("/v1/subscriptions/" + subscription).expect(200).path("line_items")) {
            lines += line.path("price_id").asString().equals(price) ? 1 : 0;
        }
        assertThat(lines).as(subscription).isOne();
        List<String> events = new ArrayList<>();
        http.get("/v1/audit/subscription/" + subscription + "/history")
                .expect(200)
                .path("items")
                .forEach(item -> events.add(item.path("event").asString()));
        assertThat(events).containsExactly("subscription.activated", "subscription.lines_changed");
    }
}
