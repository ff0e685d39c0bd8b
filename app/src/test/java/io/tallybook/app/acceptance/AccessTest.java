package io.tallybook.app.acceptance;

import static io.tallybook.app.acceptance.Shop.decimal;
import static io.tallybook.app.acceptance.Shop.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.testkit.Eventually;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AccessTest {
    private static String feature(Shop shop) throws Exception {
        return shop.http()
                .post("/v1/features/search", "{\"meter_ids\":[\"" + shop.meter() + "\"]}")
                .expect(200)
                .at("/items/0/id")
                .asString();
    }

    private static String give(Shop shop, String type, String entity, String more)
            throws Exception {
        return id(
                shop.http()
                        .post(
                                "/v1/entitlements",
                                "{\"entity_type\":\"%s\",\"entity_id\":\"%s\",\"feature_id\":\"%s\",\"feature_type\":\"metered\"%s}"
                                        .formatted(type, entity, feature(shop), more))
                        .expect(201));
    }

    private static JsonNode check(Shop shop, String how) throws Exception {
        return shop.http()
                .post(
                        "/v1/entitlements/check" + how,
                        "{\"customer\":\"acme\",\"feature\":\"" + feature(shop) + "\"}")
                .expect(200);
    }

    private static String said(JsonNode answer) {
        return answer.path("reason").asString()
                + " "
                + decimal(answer, "used").toPlainString()
                + " of "
                + decimal(answer, "limit").toPlainString()
                + " until "
                + answer.path("resets_at").asString();
    }

    @Test
    void aHardLimitStopsUseAndBeginsAnewWithThePeriod() throws Exception {
        Shop shop = Shop.open();
        String subscription = shop.subscribe(shop.customer("acme"));
        assertThat(check(shop, "").path("reason").asString()).isEqualTo("not_entitled");
        String given = give(shop, "PLAN", shop.plan(), ",\"usage_limit\":3");
        assertThat(said(check(shop, "")))
                .isEqualTo("within_limit 0 of 3 until 2025-02-15T00:00:00Z");
        shop.call("acme", "a", "2025-01-16T00:00:00Z");
        shop.call("acme", "b", "2025-01-16T00:00:01Z");
        shop.call("acme", "b", "2025-01-16T00:00:01Z");
        assertThat(said(check(shop, "?strict=true")))
                .isEqualTo("within_limit 2 of 3 until 2025-02-15T00:00:00Z");
        shop.call("acme", "c", "2025-01-16T00:00:02Z");
        Eventually.within(
                Duration.ofSeconds(20),
                () -> assertThat(check(shop, "").path("allowed").asBoolean()).isFalse());
        assertThat(said(check(shop, "")))
                .isEqualTo("limit_reached 3 of 3 until 2025-02-15T00:00:00Z");

        JsonNode summary =
                shop.http()
                        .get("/v1/customers/usage?customer_lookup_key=acme")
                        .expect(200)
                        .at("/features/0");
        assertThat(decimal(summary, "current_usage")).isEqualByComparingTo("3");
        assertThat(summary.path("total_limit").asInt()).isEqualTo(3);
        assertThat(decimal(summary, "usage_percent")).isEqualByComparingTo("1");
        assertThat(summary.path("next_usage_reset_at").asString())
                .isEqualTo("2025-02-15T00:00:00Z");

        // A subscription may have its own instead of the plan's.
        give(
                shop,
                "SUBSCRIPTION",
                subscription,
                ",\"usage_limit\":5,\"parent_entitlement_id\":\"" + given + "\"");
        assertThat(said(check(shop, "")))
                .isEqualTo("within_limit 3 of 5 until 2025-02-15T00:00:00Z");
        JsonNode held = shop.http().get("/v1/customers/external/acme/entitlements").expect(200);
        assertThat(held.at("/features/0/entitlement/usage_limit").asInt()).isEqualTo(5);
        assertThat(held.at("/features/0/sources").size()).isOne();
        assertThat(held.at("/features/0/sources/0/entity_type").asString())
                .isEqualTo("subscription");
        shop.advance("2025-02-15T00:00:00Z");
        assertThat(said(check(shop, "")))
                .isEqualTo("within_limit 0 of 5 until 2025-03-15T00:00:00Z");
        shop.http()
                .post(
                        "/v1/subscriptions/" + subscription + "/cancel",
                        "{\"cancellation_type\":\"immediate\"}")
                .expect(200);
        assertThat(check(shop, "").path("reason").asString()).isEqualTo("not_entitled");
    }

    @Test
    void aLifetimeLimitNeverBeginsAnewAndASoftOneStopsNothing() throws Exception {
        Shop shop = Shop.open();
        shop.subscribe(shop.customer("acme"));
        String given =
                give(
                        shop,
                        "PLAN",
                        shop.plan(),
                        ",\"usage_limit\":1,\"usage_reset_period\":\"NEVER\"");
        shop.call("acme", "a", "2025-01-16T00:00:00Z");
        assertThat(said(check(shop, "?strict=true"))).isEqualTo("limit_reached 1 of 1 until ");
        shop.advance("2025-04-20T00:00:00Z");
        assertThat(said(check(shop, ""))).isEqualTo("limit_reached 1 of 1 until ");
        shop.http().put("/v1/entitlements/" + given, "{\"is_soft_limit\":true}").expect(200);
        assertThat(said(check(shop, ""))).isEqualTo("beyond_soft_limit 1 of 1 until ");
        shop.http().put("/v1/entitlements/" + given, "{\"usage_limit\":null}").expect(200);
        assertThat(check(shop, "").path("unlimited").asBoolean()).isTrue();
        shop.http().send("DELETE", "/v1/entitlements/" + given, "").expect(200);
        assertThat(check(shop, "").path("reason").asString()).isEqualTo("not_entitled");
        assertThat(
                        shop.http()
                                .get("/v1/audit/entitlement/" + given + "/history")
                                .expect(200)
                                .path("items")
                                .size())
                .isEqualTo(4);
    }

    @Test
    void whatIsFreeIsNotBilledAndALifetimeIsFreeOnce() throws Exception {
        Shop monthly = Shop.open();
        Shop lifetime = Shop.open();
        String anew = monthly.subscribe(monthly.customer("acme"));
        String once = lifetime.subscribe(lifetime.customer("acme"));
        give(monthly, "PLAN", monthly.plan(), ",\"usage_limit\":2");
        give(
                lifetime,
                "PLAN",
                lifetime.plan(),
                ",\"usage_limit\":2,\"usage_reset_period\":\"NEVER\"");
        for (Shop shop : List.of(monthly, lifetime)) {
            shop.call("acme", "a", "2025-01-16T00:00:00Z");
            for (int i = 0; i < 5; i++) {
                shop.call("acme", "b" + i, "2025-02-16T00:00:0" + i + "Z");
            }
            shop.advance("2025-04-01T00:00:00Z");
        }
        // 10.00 a month and 0.50 a call: 1 call, then 5, with 2 free each month or 2 for ever.
        assertThat(totals(monthly, anew)).containsExactly("10", "11.5");
        assertThat(totals(lifetime, once)).containsExactly("10", "12");
    }

    @Test
    void aQuotaInWindowsIsFreeOnceInEachAndTheRestIsOnTheInvoice() throws Exception {
        Shop hourly = Shop.open();
        Shop several = Shop.open();
        String each = hourly.subscribe(hourly.customer("acme"));
        String shared = several.subscribe(several.customer("acme"));
        String quota = ",\"grant_quota\":\"2\",\"grant_duration_unit\":\"hour\"";
        give(hourly, "PLAN", hourly.plan(), quota);
        give(several, "PLAN", several.plan(), quota + ",\"grant_duration_value\":6");
        for (Shop shop : List.of(hourly, several)) {
            for (int i = 0; i < 3; i++) {
                shop.call("acme", "a" + i, "2025-01-16T01:59:5" + i + "Z");
                shop.call("acme", "b" + i, "2025-01-16T02:00:0" + i + "Z");
            }
            shop.call("acme", "c", "2025-01-16T06:00:00Z");
            shop.advance("2025-03-01T00:00:00Z");
        }
        // 10.00 a month and 0.50 a call: 3, 3 and 1 with 2 free each hour; 6 and 1 in 6 hours.
        assertThat(totals(hourly, each)).containsExactly("11");
        assertThat(totals(several, shared)).containsExactly("12");
    }

    @Test
    void quotasSideBySideCountTheSameUsageAndTheFirstToBeUsedUpStopsIt() throws Exception {
        Shop shop = Shop.open();
        String subscription = shop.subscribe(shop.customer("acme"));
        String parallel = ",\"aggregation_mode\":\"parallel\",\"grant_quota\":";
        give(shop, "PLAN", shop.plan(), parallel + "\"2\",\"grant_duration_unit\":\"hour\"");
        give(shop, "PLAN", shop.plan(), parallel + "\"3\",\"grant_duration_unit\":\"day\"");
        shop.advance("2025-01-16T01:30:00Z");
        for (int i = 0; i < 3; i++) {
            shop.call("acme", "a" + i, "2025-01-16T01:00:0" + i + "Z");
            if (i == 1) {
                assertThat(said(check(shop, "?strict=true")))
                        .isEqualTo("limit_reached 2 of 2 until 2025-01-16T02:00:00Z");
            }
        }
        assertThat(said(check(shop, "?strict=true")))
                .isEqualTo("limit_reached 3 of 3 until 2025-01-17T00:00:00Z");
        shop.call("acme", "b0", "2025-01-16T02:00:00Z");
        shop.call("acme", "b1", "2025-01-17T02:00:00Z");
        shop.advance("2025-03-01T00:00:00Z");
        // The third of the hour and the fourth of the day, at 0.50 each, on 10.00 a month.
        assertThat(totals(shop, subscription)).containsExactly("11");
    }

    @Test
    void aWindowThatBeginsWithAUseIsHeldAgainstTheSameUsageAsIsBilled() throws Exception {
        Shop shop = Shop.open();
        String subscription = shop.subscribe(shop.customer("acme"));
        String first = ",\"grant_allocation_behavior\":\"first_usage\",\"grant_quota\":";
        give(shop, "PLAN", shop.plan(), first + "\"2\",\"grant_duration_unit\":\"hour\"");
        shop.advance("2025-01-16T01:30:00Z");
        JsonNode before = check(shop, "?strict=true");
        assertThat(said(before)).isEqualTo("within_limit 0 of 2 until ");
        assertThat(before.path("resets_at").isNull()).isTrue();
        shop.call("acme", "a0", "2025-01-16T01:00:30Z");
        assertThat(said(check(shop, "?strict=true")))
                .isEqualTo("within_limit 1 of 2 until 2025-01-16T02:00:00Z");
        shop.call("acme", "a1", "2025-01-16T01:20:00Z");
        shop.call("acme", "a2", "2025-01-16T01:29:00Z");
        assertThat(said(check(shop, "?strict=true")))
                .isEqualTo("limit_reached 3 of 2 until 2025-01-16T02:00:00Z");
        JsonNode summary =
                shop.http()
                        .get("/v1/customers/usage?customer_lookup_key=acme")
                        .expect(200)
                        .at("/features/0");
        assertThat(summary.path("next_usage_reset_at").asString())
                .isEqualTo("2025-01-16T02:00:00Z");
        shop.advance("2025-01-16T02:10:00Z");
        assertThat(said(check(shop, "?strict=true"))).isEqualTo("within_limit 0 of 2 until ");
        for (int i = 0; i < 3; i++) {
            shop.call("acme", "b" + i, "2025-01-16T02:0" + (5 + i) + ":00Z");
        }
        assertThat(said(check(shop, "?strict=true")))
                .isEqualTo("limit_reached 3 of 2 until 2025-01-16T03:05:00Z");
        assertThat(openLine(shop, subscription)).isEqualTo("1");
        // Late: now the window began at 00:50, and the next with the call at 02:05 as before.
        shop.call("acme", "late", "2025-01-16T00:50:00Z");
        shop.advance("2025-03-01T00:00:00Z");
        // 10.00 a month and 0.50 a call: 4 and 3 with 2 free in each.
        assertThat(totals(shop, subscription)).containsExactly("11.5");
    }

    @Test
    void aQuotaOfAnAmountIsWhatItBuysAtTheLinesPrice() throws Exception {
        Shop shop = Shop.open();
        String subscription = shop.subscribe(shop.customer("acme"));
        give(
                shop,
                "PLAN",
                shop.plan(),
                ",\"grant_measure\":\"amount\",\"grant_quota\":\"1.75\",\"grant_duration_unit\":\"day\"");
        shop.advance("2025-01-16T01:30:00Z");
        for (int i = 0; i < 5; i++) {
            shop.call("acme", "a" + i, "2025-01-16T01:00:0" + i + "Z");
        }
        assertThat(said(check(shop, "?strict=true")))
                .isEqualTo("limit_reached 5 of 3.5 until 2025-01-17T00:00:00Z");
        shop.call("acme", "b", "2025-01-17T01:00:00Z");
        shop.advance("2025-03-01T00:00:00Z");
        // 10.00 a month; 5 calls are 2.50 on a day of which 1.75 is free, and the next day 0.50.
        assertThat(totals(shop, subscription)).containsExactly("10.75");
    }

    /** What the usage of the open period has come to. */
    private static String openLine(Shop shop, String subscription) throws Exception {
        JsonNode preview =
                shop.http()
                        .post(
                                "/v1/invoices/preview",
                                "{\"subscription_id\":\"" + subscription + "\"}")
                        .expect(200);
        return decimal(preview, "subtotal").subtract(BigDecimal.TEN).toPlainString();
    }

    private static List<String> totals(Shop shop, String subscription) throws Exception {
        return shop.invoices(subscription).stream()
                .map(invoice -> decimal(invoice, "total").toPlainString())
                .toList();
    }
}
