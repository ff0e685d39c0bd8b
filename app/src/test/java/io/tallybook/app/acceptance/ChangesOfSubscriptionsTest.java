package io.tallybook.app.acceptance;

import static io.tallybook.app.acceptance.Shop.decimal;
import static io.tallybook.app.acceptance.Shop.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.app.running.Http;
import io.tallybook.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a subscription is charged for, changed in the middle of its periods. */
class ChangesOfSubscriptionsTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String SEATS =
            "{\"type\":\"FIXED\",\"amount\":\"31\",\"billing_model\":\"FLAT_FEE\",\"billing_period\":\"MONTHLY\","
                + "\"billing_period_count\":1,\"invoice_cadence\":\"ADVANCE\",\"price_unit_type\":\"FIAT\"}";

    @Test
    void linesBeginChangeAndEndWithinAPeriodAndEachDayIsPaidOnce() throws Exception {
        Shop shop = Shop.open();
        Http http = shop.http();
        String customer = shop.customer("acme");
        String subscription = shop.subscribe(customer);
        // 31 days from 15 January; ten have passed.
        shop.advance("2025-01-25T00:00:00Z");
        String path = "/v1/subscriptions/" + subscription + "/lineitems";
        JsonNode line =
                http.post(
                                path,
                                "{\"price\":"
                                        + SEATS
                                        + ",\"display_name\":\"Seats\",\"metadata\":{\"team\":\"a\"},"
                                        + "\"proration_behavior\":\"create_prorations\"}")
                        .expect(201);
        assertThat(line.path("entity_type").asString()).isEqualTo("subscription");
        assertThat(line.path("start_date").asString()).isEqualTo("2025-01-25T00:00:00Z");
        assertThat(line.path("metadata").path("team").asString()).isEqualTo("a");
        shop.advance("2025-01-25T00:00:01Z");
        JsonNode update = finalized(shop, subscription, "SUBSCRIPTION_UPDATE");
        assertThat(decimal(update, "total")).isEqualByComparingTo("21");

        // Dearer from 4 February on: 11 days at 62 a month, 11 days at 31 are given back.
        shop.advance("2025-02-04T00:00:00Z");
        JsonNode dearer =
                http.put("/v1/subscriptions/lineitems/" + id(line), "{\"amount\":\"62\"}")
                        .expect(200);
        assertThat(id(dearer)).isNotEqualTo(id(line));
        assertThat(dearer.path("price").path("amount").asString()).isEqualTo("62");
        JsonNode all =
                http.post(
                                "/v1/subscriptions/lineitems/search",
                                "{\"subscription_ids\":[\"" + subscription + "\"]}")
                        .expect(200);
        assertThat(all.path("pagination").path("total").asInt()).isEqualTo(4);
        JsonNode active =
                http.post(
                                "/v1/subscriptions/lineitems/search",
                                "{\"subscription_ids\":[\""
                                        + subscription
                                        + "\"],\"active_filter\":true,\"entity_type\":\"subscription\"}")
                        .expect(200);
        assertThat(active.path("items").size()).isEqualTo(1);
        assertThat(id(active.path("items").get(0))).isEqualTo(id(dearer));
        shop.advance("2025-02-15T02:00:00Z");
        // 10 for the plan, 11 for the rest of January's period, 62 for the period to come.
        JsonNode cycle = finalized(shop, subscription, "SUBSCRIPTION_CYCLE");
        assertThat(decimal(cycle, "total")).isEqualByComparingTo("83");

        // 28 days from 15 February; half of them are given back to the wallet.
        shop.advance("2025-03-01T00:00:00Z");
        http.send(
                        "DELETE",
                        "/v1/subscriptions/lineitems/" + id(dearer),
                        "{\"proration_behavior\":\"create_prorations\"}")
                .expect(200);
        Eventually.within(
                LONG,
                () -> {
                    JsonNode wallets =
                            http.get("/v1/customers/" + customer + "/wallets").expect(200);
                    assertThat(wallets.size()).isEqualTo(1);
                    assertThat(decimal(wallets.get(0), "balance")).isEqualByComparingTo("31");
                });
        shop.advance("2025-04-15T02:00:00Z");
        List<JsonNode> later = shop.invoices(subscription);
        assertThat(decimal(later.getLast(), "total")).isEqualByComparingTo("10");
    }

    private static JsonNode finalized(Shop shop, String subscription, String reason)
            throws Exception {
        return Eventually.get(
                LONG,
                () ->
                        shop.invoices(subscription).stream()
                                .filter(i -> i.path("billing_reason").asString().equals(reason))
                                .filter(
                                        i ->
                                                i.path("invoice_status")
                                                        .asString()
                                                        .equals("FINALIZED"))
                                .findFirst()
                                .orElseThrow());
    }
}
