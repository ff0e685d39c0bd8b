package io.tallybook.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class HistoryTest {
    @Test
    void everyEventOfAnEntityIsToldWithWhoWhenAndWhy() throws Exception {
        Shop shop = Shop.open();
        String subscription = shop.subscribe(shop.customer("acme"));
        shop.advance("2025-02-20T00:00:00Z");
        JsonNode history =
                shop.http().get("/v1/audit/subscription/" + subscription + "/history").expect(200);
        List<String> events = new ArrayList<>();
        history.path("items")
                .forEach(
                        item ->
                                events.add(
                                        item.path("sequence").asInt()
                                                + " "
                                                + item.path("event").asString()
                                                + " v"
                                                + item.path("version").asString()
                                                + " "
                                                + item.path("effective_at").asString()));
        assertThat(events)
                .containsExactly(
                        "0 subscription.activated v1 2025-01-15T00:00:00Z",
                        "1 subscription.renewed v1 2025-02-15T00:00:00Z");
        JsonNode first = history.at("/items/0");
        assertThat(first.path("actor").asString()).startsWith("secret_");
        assertThat(first.path("request_id").asString()).startsWith("req_");
        assertThat(first.path("command").asString()).isEqualTo("subscription.create");
        assertThat(first.path("payload").isObject()).isTrue();
        JsonNode second = history.at("/items/1");
        assertThat(second.path("actor").asString()).startsWith("process:");
        assertThat(second.path("cause").asString()).isNotEmpty();
        assertThat(history.path("pagination").path("total").asInt()).isEqualTo(2);
    }

    @Test
    void anEntityCanBeSeenAsItWas() throws Exception {
        Shop shop = Shop.open();
        String customer = shop.customer("acme");
        String wallet = shop.wallet(customer, "5");
        String subscription = shop.subscribe(customer);
        for (int i = 0; i < 8; i++) {
            shop.call("acme", "call-" + i, "2025-01-20T00:00:00Z");
        }
        shop.advance("2025-03-20T00:00:00Z");
        assertThat(balance(shop, wallet, "2025-02-01T00:00:00Z")).isEqualTo("5");
        assertThat(balance(shop, wallet, "2025-02-15T02:00:00Z")).isEqualTo("1");
        JsonNode then =
                shop.http()
                        .get(
                                "/v1/audit/subscription/"
                                        + subscription
                                        + "?as_of=2025-02-15T00:00:00Z")
                        .expect(200);
        assertThat(then.path("sequence").asInt()).isEqualTo(1);
        assertThat(then.at("/state/current_period_end").asString())
                .isEqualTo("2025-03-15T00:00:00Z");
        assertThat(
                        shop.http()
                                .get(
                                        "/v1/audit/subscription/"
                                                + subscription
                                                + "?as_of=2025-01-01T00:00:00Z")
                                .status())
                .as("it was not there yet")
                .isEqualTo(404);
    }

    private static String balance(Shop shop, String wallet, String asOf) throws Exception {
        JsonNode then =
                shop.http().get("/v1/audit/wallet/" + wallet + "?as_of=" + asOf).expect(200);
        return Shop.decimal(then.path("state"), "credit_balance").toPlainString();
    }

    @Test
    void nobodySeesTheHistoryOfAnotherEnvironment() throws Exception {
        Shop mine = Shop.open();
        Shop theirs = Shop.open();
        String customer = theirs.customer("acme");
        assertThat(mine.http().get("/v1/audit/customer/" + customer + "/history").status())
                .isEqualTo(404);
        assertThat(mine.http().get("/v1/customers/" + customer).status()).isEqualTo(404);
        assertThat(
                        mine.http()
                                .get(
                                        "/v1/audit/customer/"
                                                + customer
                                                + "?as_of=2026-01-01T00:00:00Z")
                                .status())
                .isEqualTo(404);
    }
}
