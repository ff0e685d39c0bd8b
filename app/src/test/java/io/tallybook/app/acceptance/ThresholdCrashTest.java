package io.tallybook.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tallybook.app.running.Http;
import io.tallybook.app.running.RunningApp;
import io.tallybook.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The application is killed while usage comes to the thresholds of many subscriptions: between the
 * crossing of some and their invoices, and before anybody has looked at others.
 */
class ThresholdCrashTest {
    private static final int SUBSCRIPTIONS = 40;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Test
    void whatHasCrossedItsThresholdIsInvoicedOnceWhateverDiesInBetween() throws Exception {
        try (RunningApp app = RunningApp.start()) {
            Shop shop = Shop.open(app);
            List<String> subscriptions = subscribed(shop);
            shop.advance("2025-01-20T00:00:00Z");
            Shop again = killedBetween(app, shop);

            // Half a dollar each is invoiced at once, and nothing of it again with the period.
            for (String subscription : subscriptions) {
                Eventually.within(
                        PATIENCE,
                        () ->
                                assertThat(again.invoices(subscription))
                                        .extracting(
                                                one -> one.path("billing_reason").asString(),
                                                one -> one.path("invoice_status").asString(),
                                                one -> one.path("total").asString())
                                        .containsExactly(
                                                tuple(
                                                        "AUTO_INVOICE_THRESHOLD",
                                                        "FINALIZED",
                                                        "0.50")));
            }
            again.advance("2025-02-15T03:00:00Z");
            for (String subscription : subscriptions) {
                assertThat(again.invoices(subscription))
                        .extracting(one -> one.path("total").asString())
                        .containsExactly("0.50", "10.00");
                assertThat(crossings(again.http(), subscription)).as(subscription).isOne();
            }
        }
    }

    private static List<String> subscribed(Shop shop) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < SUBSCRIPTIONS; i++) {
            ids.add(
                    Shop.id(
                            shop.http()
                                    .post(
                                            "/v1/subscriptions",
                                            """
                                            {"customer_id":"%s","plan_id":"%s","currency":"usd","billing_period":"MONTHLY",
                                             "billing_period_count":1,"billing_cycle":"anniversary","start_date":"%s",
                                             "auto_invoice_threshold":"0.50"}\
                                            """
                                                    .formatted(
                                                            shop.customer("customer-" + i),
                                                            shop.plan(),
                                                            Shop.START))
                                    .expect(201)));
        }
        return ids;
    }

    private static Shop killedBetween(RunningApp app, Shop shop) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < SUBSCRIPTIONS; i++) {
                String customer = "customer-" + i;
                calls.add(
                        threads.submit(
                                () -> {
                                    shop.call(customer, "call-" + customer, "2025-01-16T00:00:00Z");
                                    return null;
                                }));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        }
        int closed =
                Eventually.get(
                        PATIENCE,
                        () -> {
                            assertThat(invoices(shop.http(), "")).isPositive();
                            return invoices(shop.http(), ",\"invoice_status\":[\"FINALIZED\"]");
                        });
        app.kill();
        assertThat(closed).as("killed before all was invoiced").isLessThan(SUBSCRIPTIONS);
        app.restart();
        return new Shop(shop.http().at(app.url()), shop.plan(), shop.meter());
    }

    private static int invoices(Http http, String more) throws Exception {
        return http.post(
                        "/v1/invoices/search",
                        "{\"billing_reason\":\"AUTO_INVOICE_THRESHOLD\",\"limit\":1" + more + "}")
                .expect(200)
                .at("/pagination/total")
                .asInt();
    }

    private static int crossings(Http http, String subscription) throws Exception {
        int crossed = 0;
        for (JsonNode item :
                http.get("/v1/audit/subscription/" + subscription + "/history")
                        .expect(200)
                        .path("items")) {
            crossed +=
                    item.path("event").asString().equals("subscription.threshold_crossed") ? 1 : 0;
        }
        return crossed;
    }
}
