package io.tallybook.api.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tallybook.api.response.Json;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Sends JSON and reads JSON; and makes, once, one of each thing. */
public final class Client {

    private static final AtomicInteger LAST = new AtomicInteger();

    /** An answer: its status and its body. */
    public record Told(int status, JsonNode body) {

        public JsonNode must(int expected) {
            if (status != expected) {
                throw new AssertionError("expected " + expected + ", got " + status + ": " + body);
            }
            return body;
        }

        public String message() {
            return body.path("message").asString();
        }
    }

    private final WebTestClient http;

    public Client(WebTestClient http) {
        this.http = http;
    }

    public static Client sandbox() {
        return new Client(MemoryServer.shared().sandbox());
    }

    /** A name that no other test uses. */
    public static String fresh(String stem) {
        return stem + "-" + LAST.incrementAndGet();
    }

    public Told get(String path) {
        return read(http.get().uri(path).exchange());
    }

    public Told post(String path, String body) {
        return send(HttpMethod.POST, path, body);
    }

    public Told put(String path, String body) {
        return send(HttpMethod.PUT, path, body);
    }

    public Told delete(String path) {
        return read(http.delete().uri(path).exchange());
    }

    private Told send(HttpMethod method, String path, String body) {
        return read(
                http.method(method)
                        .uri(path)
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(body)
                        .exchange());
    }

    private static Told read(WebTestClient.ResponseSpec answer) {
        var result = answer.expectBody(byte[].class).returnResult();
        byte[] body = Objects.requireNonNullElse(result.getResponseBody(), "null".getBytes(UTF_8));
        return new Told(result.getStatus().value(), Json.MAPPER.readTree(body));
    }

    /** One of each thing, with the bodies that made them. */
    public record World(
            String customer,
            String externalId,
            String meter,
            String plan,
            String price,
            String subscription,
            String invoice,
            String wallet) {}

    public World world() {
        String external = fresh("acme");
        String customer = id(post("/v1/customers", customerBody(external)).must(201));
        JsonNode feature = post("/v1/features", featureBody(fresh("tokens"))).must(201);
        String meter = feature.path("meter_id").asString();
        String plan = id(post("/v1/plans", "{\"name\":\"Pro\"}").must(201));
        String price = id(post("/v1/prices", priceBody(plan, meter)).must(201));
        String subscription =
                id(post("/v1/subscriptions", subscriptionBody(customer, plan)).must(201));
        String wallet = id(post("/v1/wallets", walletBody(customer)).must(200));
        String invoice =
                post("/v1/invoices/search", "{\"subscription_id\":\"" + subscription + "\"}")
                        .must(200)
                        .at("/items/0/id")
                        .asString();
        return new World(customer, external, meter, plan, price, subscription, invoice, wallet);
    }

    static String id(JsonNode made) {
        return made.path("id").asString();
    }

    public static String customerBody(String externalId) {
        return """
        {"external_id":"%s","name":"Acme","email":"a@acme.test","timezone":"Europe/Berlin",
         "address_line1":"1 Main Street","metadata":{"tier":"gold"}}
        """
                .formatted(externalId);
    }

    public static String featureBody(String lookupKey) {
        return """
        {"name":"Tokens","type":"metered","lookup_key":"%s","unit_singular":"token",
         "meter":{"name":"Tokens","event_name":"llm.call","reset_usage":"BILLING_PERIOD",
                  "aggregation":{"type":"SUM_WITH_MULTIPLIER","field":"tokens","multiplier":"2"},
                  "filters":[{"key":"model","values":["large"]}]}}
        """
                .formatted(lookupKey);
    }

    public static String priceBody(String plan, String meter) {
        return """
        {"entity_type":"PLAN","entity_id":"%s","type":"USAGE","billing_model":"TIERED","tier_mode":"SLAB",
         "currency":"usd","billing_period":"MONTHLY","billing_period_count":1,"invoice_cadence":"ARREAR",
         "price_unit_type":"FIAT","meter_id":"%s","display_name":"Tokens",
         "tiers":[{"up_to":1000,"unit_amount":"0"},{"unit_amount":"0.002","flat_amount":"1"}]}
        """
                .formatted(plan, meter);
    }

    public static String subscriptionBody(String customer, String plan) {
        return """
        {"customer_id":"%s","plan_id":"%s","currency":"USD","billing_period":"MONTHLY",
         "billing_period_count":1,"billing_cycle":"anniversary","start_date":"2023-11-01T00:00:00Z"}
        """
                .formatted(customer, plan);
    }

    public static String walletBody(String customer) {
        return """
        {"customer_id":"%s","currency":"usd","conversion_rate":"1","initial_credits_to_load":"25"}
        """
                .formatted(customer);
    }
}
