package io.tallybook.api.flexprice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.api.memory.Client;
import io.tallybook.api.memory.Client.World;
import io.tallybook.api.response.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Clients refuse answers in which a key of their model is absent: each must be there, nested ones
 * too.
 */
class AnswerKeysTest {

    private static final Map<String, List<String>> KEYS = keys();

    private final Client client = Client.sandbox();
    private final World world = client.world();

    private static Map<String, List<String>> keys() {
        try (InputStream file =
                Objects.requireNonNull(
                        AnswerKeysTest.class.getResourceAsStream("/answer-keys.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(": ", 2))
                    .collect(
                            Collectors.toMap(
                                    parts -> parts[0],
                                    parts -> Arrays.asList(parts[1].split(" "))));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static JsonNode has(String kind, JsonNode node) {
        assertThat(node.isObject()).as("%s is an object: %s", kind, node).isTrue();
        assertThat(node.propertyNames())
                .as(kind)
                .containsAll(Objects.requireNonNull(KEYS.get(kind)));
        return node;
    }

    private static JsonNode page(String kind, JsonNode page) {
        has("page", page);
        has("pagination", page.get("pagination"));
        assertThat(page.get("items").size()).as("items of %s", kind).isPositive();
        return has(kind, page.get("items").get(0));
    }

    private static void meter(JsonNode meter) {
        has("meter", meter);
        has("aggregation", meter.get("aggregation"));
        has("filter", meter.get("filters").get(0));
    }

    private static void price(JsonNode price) {
        has("price", price);
        has("tier", price.get("tiers").get(0));
    }

    @Test
    void customers() {
        has("customer", client.get("/v1/customers/" + world.customer()).must(200));
        has("customer", client.get("/v1/customers/external/" + world.externalId()).must(200));
        page("customer", client.post("/v1/customers/search", "{}").must(200));
        has(
                "customer",
                client.put("/v1/customers/" + world.customer(), "{\"name\":\"New\"}").must(200));
    }

    @Test
    void featuresAndMeters() {
        String key = Client.fresh("feature");
        JsonNode feature =
                has("feature", client.post("/v1/features", Client.featureBody(key)).must(201));
        meter(feature.get("meter"));
        String search = "{\"lookup_key\":\"" + key + "\"}";
        JsonNode found = client.post("/v1/features/search", search).must(200);
        meter(page("feature", found).get("meter"));
        meter(client.get("/v1/meters/" + world.meter()).must(200));
        page("meter", client.get("/v1/meters").must(200));
    }

    @Test
    void plansAndPrices() {
        JsonNode plan = has("plan", client.get("/v1/plans/" + world.plan()).must(200));
        price(plan.get("prices").get(0));
        meter(plan.get("prices").get(0).get("meter"));
        page("plan", client.post("/v1/plans/search", "{\"expand\":\"prices\"}").must(200));
        price(client.get("/v1/prices/" + world.price()).must(200));
        JsonNode found =
                page(
                        "price",
                        client.post(
                                        "/v1/prices/search",
                                        "{\"plan_ids\":[\""
                                                + world.plan()
                                                + "\"],\"expand\":\"meters,plan\"}")
                                .must(200));
        meter(found.get("meter"));
        has("plan", found.get("plan"));
        String packaged =
                Client.priceBody(world.plan(), world.meter())
                        .replace(
                                "\"billing_model\":\"TIERED\",\"tier_mode\":\"SLAB\"",
                                "\"billing_model\":\"PACKAGE\",\"amount\":\"2\",\"transform_quantity\":{\"divide_by\":10}")
                        .replaceAll("(?s),\\s*\"tiers\":\\[.*?\\]", "");
        has(
                "transform_quantity",
                client.post("/v1/prices", packaged).must(201).get("transform_quantity"));
    }

    @Test
    void subscriptions() {
        JsonNode subscription =
                has(
                        "subscription",
                        client.get("/v1/subscriptions/" + world.subscription()).must(200));
        has("customer", subscription.get("customer"));
        has("plan", subscription.get("plan"));
        JsonNode line = has("subscription_line", subscription.get("line_items").get(0));
        has("price_of_line", line.get("price"));
        page(
                "subscription",
                client.post("/v1/subscriptions/search", "{\"expand\":\"customer,plan\"}")
                        .must(200));
        JsonNode usage =
                has(
                        "subscription_usage",
                        client.post(
                                        "/v1/subscriptions/usage",
                                        "{\"subscription_id\":\"" + world.subscription() + "\"}")
                                .must(200));
        JsonNode charge = has("charge", usage.get("charges").get(0));
        has("price_of_line", charge.get("price"));
        JsonNode ever =
                has(
                        "subscription_usage",
                        client.post(
                                        "/v1/subscriptions/usage",
                                        "{\"lifetime_usage\":true,\"subscription_id\":\""
                                                + world.subscription()
                                                + "\"}")
                                .must(200));
        has("price_of_line", has("charge", ever.get("charges").get(0)).get("price"));
        has(
                "cancellation",
                client.post(
                                "/v1/subscriptions/" + world.subscription() + "/cancel",
                                "{\"cancellation_type\":\"end_of_period\"}")
                        .must(200));
    }

    @Test
    void invoices() {
        JsonNode invoice = has("invoice", client.get("/v1/invoices/" + world.invoice()).must(200));
        has("invoice_line", invoice.get("line_items").get(0));
        has("customer", invoice.get("customer"));
        has("subscription", invoice.get("subscription"));
        page("invoice", client.post("/v1/invoices/search", "{}").must(200));
        has(
                "invoice",
                client.post(
                                "/v1/invoices/preview",
                                "{\"subscription_id\":\"" + world.subscription() + "\"}")
                        .must(200));
    }

    @Test
    void payments() {
        client.post("/v1/invoices/" + world.invoice() + "/finalize", "").must(200);
        JsonNode made =
                client.post(
                                "/v1/payments",
                                """
                                {"destination_type":"INVOICE","destination_id":"%s","payment_method_type":"OFFLINE","amount":"1.00","currency":"usd"}\
                                """
                                        .formatted(world.invoice()))
                        .must(201);
        has("payment", made);
        has("payment", client.get("/v1/payments/" + made.path("id").asString()).must(200));
        page("payment", client.get("/v1/payments").must(200));
        JsonNode invoice = client.get("/v1/invoices/" + world.invoice()).must(200);
        has(
                "credit_note",
                client.post(
                                "/v1/creditnotes",
                                """
                                {"invoice_id":"%s","reason":"DUPLICATE","process_credit_note":false,
                                 "line_items":[{"invoice_line_item_id":"%s","amount":"1.00"}]}\
                                """
                                        .formatted(
                                                world.invoice(),
                                                invoice.at("/line_items/0/id").asString()))
                        .must(201));
        page("credit_note", client.get("/v1/creditnotes").must(200));
        has(
                "invoice",
                client.put(
                                "/v1/invoices/" + world.invoice() + "/payment",
                                "{\"payment_status\":\"PENDING\"}")
                        .must(200));
    }

    @Test
    void wallets() {
        JsonNode wallet = has("wallet", client.get("/v1/wallets/" + world.wallet()).must(200));
        has("credit_breakdown", wallet.get("credits_available_breakdown"));
        has(
                "wallet_balance",
                client.get("/v1/wallets/" + world.wallet() + "/balance/real-time").must(200));
        JsonNode topUp =
                has(
                        "top_up",
                        client.post(
                                        "/v1/wallets/" + world.wallet() + "/top-up",
                                        "{\"credits_to_add\":\"5\",\"transaction_reason\":\"FREE_CREDIT_GRANT\"}")
                                .must(200));
        has("wallet", topUp.get("wallet"));
        has("wallet_transaction", topUp.get("wallet_transaction"));
        page(
                "wallet_transaction",
                client.get("/v1/wallets/" + world.wallet() + "/transactions").must(200));
        page("wallet", client.post("/v1/wallets/search", "{}").must(200));
        has(
                "wallet",
                client.get("/v1/customers/" + world.customer() + "/wallets").must(200).get(0));
    }

    @Test
    void eventsAndUsage() {
        String id = Client.fresh("event");
        client.post(
                        "/v1/events",
                        "{\"event_id\":\"%s\",\"event_name\":\"llm.call\",\"external_customer_id\":\"%s\"}"
                                .formatted(id, world.externalId()))
                .must(202);
        has("event", has("event_lookup", client.get("/v1/events/" + id).must(200)).get("event"));
        has("event_lookup", client.get("/v1/events/lookup?id=" + id).must(200));
        has(
                "event",
                has("events", client.post("/v1/events/query", "{}").must(200))
                        .get("events")
                        .get(0));
        JsonNode usage =
                has(
                        "usage",
                        client.post(
                                        "/v1/events/usage/meter",
                                        "{\"meter_id\":\"%s\",\"window_size\":\"DAY\"}"
                                                .formatted(world.meter()))
                                .must(200));
        has("usage_window", usage.get("results").get(0));
        has(
                "usage",
                client.post(
                                "/v1/events/usage",
                                "{\"aggregation_type\":\"COUNT\",\"event_name\":\"llm.call\"}")
                        .must(200));
    }

    @Test
    void everyEntitysPast() {
        JsonNode history =
                client.get("/v1/audit/customer/" + world.customer() + "/history")
                        .must(200)
                        .get("items")
                        .get(0);
        assertThat(history.propertyNames())
                .containsExactlyInAnyOrder(
                        "sequence",
                        "event",
                        "version",
                        "recorded_at",
                        "effective_at",
                        "actor",
                        "request_id",
                        "command",
                        "cause",
                        "payload");
        assertThat(history.at("/payload/amount")).isEqualTo(Json.MAPPER.readTree("\"1.10\""));
        for (String what :
                List.of(
                        "customer/" + world.customer(),
                        "plan/" + world.plan(),
                        "price/" + world.price(),
                        "meter/" + world.meter())) {
            JsonNode then =
                    client.get("/v1/audit/" + what + "?as_of=2023-12-01T00:00:00Z").must(200);
            has(what.substring(0, what.indexOf('/')), then.get("state"));
        }
    }
}
