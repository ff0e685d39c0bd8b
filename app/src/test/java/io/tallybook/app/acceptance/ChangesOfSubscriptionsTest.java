package io.tallybook.app.acceptance;

import static io.tallybook.app.acceptance.Shop.decimal;
import static io.tallybook.app.acceptance.Shop.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.app.running.Http;
import io.tallybook.testkit.Eventually;
import java.math.BigDecimal;
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

    @Test
    void anUpgradeAnAddonAndSeatsUpAndDownAreSettledAtOnceAsWasPreviewed() throws Exception {
        Shop shop = Shop.open();
        Http http = shop.http();
        String customer = shop.customer("acme");
        String basic = advancePlan(http, "Basic", "31");
        String pro = advancePlan(http, "Pro", "62");
        String subscription =
                id(
                        http.post(
                                        "/v1/subscriptions",
                                        "{\"customer_id\":\""
                                                + customer
                                                + "\",\"plan_id\":\""
                                                + basic
                                                + "\",\"currency\":\"usd\",\"billing_period\":\"MONTHLY\",\"billing_period_count\":1,"
                                                + "\"billing_cycle\":\"anniversary\",\"start_date\":\""
                                                + Shop.START
                                                + "\"}")
                                .expect(201));
        assertThat(decimal(finalized(shop, subscription, "SUBSCRIPTION_CREATE"), "total"))
                .isEqualByComparingTo("31");
        shop.advance("2025-01-25T00:00:00Z");
        String path = "/v1/subscriptions/" + subscription;

        // 21 of 31 days are left: 42 for Pro, 21 of Basic come off.
        String change =
                "{\"target_plan_id\":\""
                        + pro
                        + "\",\"billing_cadence\":\"RECURRING\",\"billing_cycle\":\"anniversary\","
                        + "\"billing_period\":\"MONTHLY\",\"billing_period_count\":1,\"proration_behavior\":\"create_prorations\"}";
        JsonNode preview = http.post(path + "/change/preview", change).expect(200);
        assertThat(preview.path("change_type").asString()).isEqualTo("upgrade");
        assertThat(decimal(preview.path("proration_details"), "charge_amount"))
                .isEqualByComparingTo("42");
        assertThat(decimal(preview.path("next_invoice_preview"), "total"))
                .isEqualByComparingTo("21");
        JsonNode executed = http.post(path + "/change/execute", change).expect(200);
        assertThat(executed.path("proration_applied")).isEqualTo(preview.path("proration_details"));
        assertThat(executed.path("new_subscription").path("plan_id").asString()).isEqualTo(pro);
        shop.advance("2025-01-25T00:00:01Z");
        assertThat(decimal(finalized(shop, subscription, "SUBSCRIPTION_UPDATE"), "total"))
                .isEqualByComparingTo("21");
        http.post(path + "/change/execute", change).expect(400);

        // An addon for ten days: 31 a month comes to 20 and gives 10 of it back.
        shop.advance("2025-01-26T00:00:00Z");
        String addon = addon(http, "31");
        JsonNode added =
                http.post(
                                "/v1/subscriptions/addon",
                                "{\"subscription_id\":\""
                                        + subscription
                                        + "\",\"addon_id\":\""
                                        + addon
                                        + "\",\"proration_behavior\":\"create_prorations\"}")
                        .expect(200);
        assertThat(added.path("addon_status").asString()).isEqualTo("active");
        assertThat(http.send("DELETE", "/v1/addons/" + addon, "{}").status()).isEqualTo(400);
        shop.advance("2025-02-05T00:00:00Z");
        http.send(
                        "DELETE",
                        "/v1/subscriptions/addon",
                        "{\"addon_association_id\":\""
                                + id(added)
                                + "\",\"proration_behavior\":\"create_prorations\",\"reason\":\"done\"}")
                .expect(200);
        JsonNode associations = http.get(path + "/addons/associations").expect(200);
        assertThat(associations.get(0).path("addon_status").asString()).isEqualTo("cancelled");
        assertThat(associations.get(0).path("cancellation_reason").asString()).isEqualTo("done");
        Eventually.within(
                LONG, () -> assertThat(balance(http, customer)).isEqualByComparingTo("10"));

        // Ten days are left: two more of 62 are 60, the one that was paid gives 20 of it.
        JsonNode line = seats(http, path);
        JsonNode up = modify(http, path, id(line), "3");
        assertThat(decimal(invoice(up), "total")).isEqualByComparingTo("40");
        // Back to one at the same moment: 60 are given back and 20 of them pay the one.
        JsonNode down = modify(http, path, id(seats(http, path)), "1");
        assertThat(down.path("changed_resources").path("invoices").size()).isEqualTo(2);
        assertThat(decimal(invoice(down), "total")).isEqualByComparingTo("0");
        Eventually.within(
                LONG, () -> assertThat(balance(http, customer)).isEqualByComparingTo("50"));

        shop.advance("2025-02-15T02:00:00Z");
        assertThat(decimal(finalized(shop, subscription, "SUBSCRIPTION_CYCLE"), "total"))
                .isEqualByComparingTo("62");
    }

    private static String advancePlan(Http http, String name, String amount) throws Exception {
        String plan = id(http.post("/v1/plans", "{\"name\":\"" + name + "\"}").expect(201));
        price(http, "PLAN", plan, amount);
        return plan;
    }

    private static String addon(Http http, String amount) throws Exception {
        String addon =
                id(
                        http.post("/v1/addons", "{\"name\":\"More\",\"lookup_key\":\"more\"}")
                                .expect(201));
        price(http, "ADDON", addon, amount);
        return addon;
    }

    private static void price(Http http, String type, String owner, String amount)
            throws Exception {
        http.post(
                        "/v1/prices",
                        "{\"entity_type\":\""
                                + type
                                + "\",\"entity_id\":\""
                                + owner
                                + "\",\"currency\":\"usd\","
                                + SEATS.substring(1).replace("\"31\"", "\"" + amount + "\""))
                .expect(201);
    }

    private static JsonNode seats(Http http, String path) throws Exception {
        for (JsonNode line : http.get(path).expect(200).path("line_items")) {
            if (line.path("end_date").isNull() || line.path("end_date").isMissingNode()) {
                return line;
            }
        }
        throw new AssertionError("no line holds");
    }

    // The preview and the execution agree on everything but the ids that are made anew.
    private static JsonNode modify(Http http, String path, String line, String quantity)
            throws Exception {
        String wish =
                "{\"type\":\"quantity_change\",\"quantity_change_params\":{\"line_items\":[{\"id\":\""
                        + line
                        + "\",\"quantity\":\""
                        + quantity
                        + "\"}]}}";
        JsonNode preview = http.post(path + "/modify/preview", wish).expect(200);
        JsonNode executed = http.post(path + "/modify/execute", wish).expect(200);
        assertThat(preview.path("changed_resources").path("line_items").size()).isEqualTo(2);
        assertThat(executed.path("changed_resources").path("line_items").size()).isEqualTo(2);
        return preview;
    }

    private static JsonNode invoice(JsonNode modified) {
        return modified.path("changed_resources").path("invoices").get(0).path("invoice");
    }

    private static BigDecimal balance(Http http, String customer) throws Exception {
        JsonNode wallets = http.get("/v1/customers/" + customer + "/wallets").expect(200);
        return decimal(wallets.get(0), "balance");
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
