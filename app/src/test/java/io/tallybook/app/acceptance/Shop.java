package io.tallybook.app.acceptance;

import io.tallybook.app.running.Http;
import io.tallybook.app.running.RunningApp;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A fresh sandbox with a plan of 10.00 a month and 0.50 a call, and what a test does in it. */
record Shop(Http http, String plan, String meter) {
    static final String START = "2025-01-15T00:00:00Z";

    static Shop open() throws IOException, InterruptedException {
        return open(RunningApp.shared());
    }

    static Shop open(RunningApp app) throws IOException, InterruptedException {
        Http http = new Http(app.url(), app.key()).freshSandbox(START);
        String plan = id(http.post("/v1/plans", "{\"name\":\"Standard\"}").expect(201));
        String meter =
                http.post(
                                "/v1/features",
                                """
                                {"name":"calls","type":"metered","meter":{"name":"calls","event_name":"call",
                                 "reset_usage":"BILLING_PERIOD","aggregation":{"type":"COUNT"}}}\
                                """)
                        .expect(201)
                        .path("meter_id")
                        .asString();
        Shop shop = new Shop(http, plan, meter);
        shop.price("\"type\":\"FIXED\",\"amount\":\"10.00\"");
        shop.price("\"type\":\"USAGE\",\"meter_id\":\"" + meter + "\",\"amount\":\"0.50\"");
        return shop;
    }

    private void price(String fields) throws IOException, InterruptedException {
        http.post(
                        "/v1/prices",
                        "{\"entity_type\":\"PLAN\",\"entity_id\":\""
                                + plan
                                + "\",\"currency\":\"usd\",\"billing_model\":\"FLAT_FEE\","
                                + "\"billing_period\":\"MONTHLY\",\"billing_period_count\":1,\"invoice_cadence\":\"ARREAR\","
                                + "\"price_unit_type\":\"FIAT\","
                                + fields
                                + "}")
                .expect(201);
    }

    String customer(String externalId) throws IOException, InterruptedException {
        return id(
                http.post(
                                "/v1/customers",
                                "{\"external_id\":\""
                                        + externalId
                                        + "\",\"name\":\""
                                        + externalId
                                        + "\"}")
                        .expect(201));
    }

    String wallet(String customer, String credits) throws IOException, InterruptedException {
        String wallet =
                id(
                        http.post(
                                        "/v1/wallets",
                                        "{\"customer_id\":\""
                                                + customer
                                                + "\",\"currency\":\"usd\"}")
                                .expect(200));
        http.post(
                        "/v1/wallets/" + wallet + "/top-up",
                        "{\"credits_to_add\":\""
                                + credits
                                + "\",\"transaction_reason\":\"PURCHASED_CREDIT_DIRECT\"}")
                .expect(200);
        return wallet;
    }

    String subscribe(String customer) throws IOException, InterruptedException {
        return id(
                http.post(
                                "/v1/subscriptions",
                                "{\"customer_id\":\""
                                        + customer
                                        + "\",\"plan_id\":\""
                                        + plan
                                        + "\",\"currency\":\"usd\","
                                        + "\"billing_period\":\"MONTHLY\",\"billing_period_count\":1,\"billing_cycle\":\"anniversary\","
                                        + "\"start_date\":\""
                                        + START
                                        + "\"}")
                        .expect(201));
    }

    void call(String externalId, String eventId, String timestamp)
            throws IOException, InterruptedException {
        http.post(
                        "/v1/events",
                        "{\"event_id\":\""
                                + eventId
                                + "\",\"event_name\":\"call\",\"external_customer_id\":\""
                                + externalId
                                + "\",\"timestamp\":\""
                                + timestamp
                                + "\"}")
                .expect(202);
    }

    void advance(String to) throws IOException, InterruptedException {
        http.post("/v1/clock/advance", "{\"to\":\"" + to + "\"}").expect(200);
    }

    List<JsonNode> invoices(String subscription) throws IOException, InterruptedException {
        List<JsonNode> invoices = new ArrayList<>();
        http.post(
                        "/v1/invoices/search",
                        "{\"subscription_id\":\""
                                + subscription
                                + "\",\"sort\":[{\"field\":\"period_end\",\"direction\":\"asc\"}]}")
                .expect(200)
                .path("items")
                .forEach(invoices::add);
        return invoices;
    }

    BigDecimal credits(String wallet) throws IOException, InterruptedException {
        return decimal(http.get("/v1/wallets/" + wallet).expect(200), "credit_balance");
    }

    static BigDecimal decimal(JsonNode node, String field) {
        return new BigDecimal(node.path(field).asString()).stripTrailingZeros();
    }

    static String id(JsonNode node) {
        return node.path("id").asString();
    }
}
