package io.tallybook.benchmarks.load;

import java.io.IOException;
import tools.jackson.databind.JsonNode;

/** A plan with a fixed price and a tiered usage price, and customers subscribed to it. */
public record Catalogue(Installation.Api api, String plan, String meter) {
    public static Catalogue make(Installation.Api api) throws IOException, InterruptedException {
        String plan = id(api.post("/v1/plans", "{\"name\":\"Bench\"}"));
        price(api, plan, "\"type\":\"FIXED\",\"billing_model\":\"FLAT_FEE\",\"amount\":\"20.00\"");
        String meter =
                api.post(
                                "/v1/features",
                                """
                                {"name":"tokens","type":"metered","meter":{"name":"tokens","event_name":"call",
                                 "reset_usage":"BILLING_PERIOD","aggregation":{"type":"SUM","field":"tokens"}}}\
                                """)
                        .path("meter_id")
                        .asString();
        price(
                api,
                plan,
                "\"type\":\"USAGE\",\"meter_id\":\""
                        + meter
                        + "\",\"billing_model\":\"TIERED\",\"tier_mode\":\"SLAB\","
                        + "\"tiers\":[{\"up_to\":100,\"unit_amount\":\"0.01\"},{\"unit_amount\":\"0.005\"}]");
        return new Catalogue(api, plan, meter);
    }

    /** Subscribes a new customer from {@code start} on; the id of the subscription. */
    public String subscribe(String externalId, String start)
            throws IOException, InterruptedException {
        String customer =
                id(
                        api.post(
                                "/v1/customers",
                                "{\"external_id\":\""
                                        + externalId
                                        + "\",\"name\":\""
                                        + externalId
                                        + "\"}"));
        return id(
                api.post(
                        "/v1/subscriptions",
                        subscription(
                                "\"customer_id\":\"%s\",\"start_date\":\"%s\""
                                        .formatted(customer, start))));
    }

    /**
     * What to send for a subscription of the plan.
     *
     * @param rest whose it is, and perhaps when it starts
     */
    String subscription(String rest) {
        return """
        {"plan_id":"%s","currency":"usd","billing_period":"MONTHLY","billing_period_count":1,
         "billing_cycle":"anniversary",%s}\
        """
                .formatted(plan, rest);
    }

    public static String event(String id, String customer, String timestamp, int tokens) {
        return "{\"event_id\":\""
                + id
                + "\",\"event_name\":\"call\",\"external_customer_id\":\""
                + customer
                + "\",\"timestamp\":\""
                + timestamp
                + "\",\"properties\":{\"tokens\":\""
                + tokens
                + "\",\"model\":\"m\"}}";
    }

    private static void price(Installation.Api api, String plan, String model)
            throws IOException, InterruptedException {
        api.post(
                "/v1/prices",
                "{\"entity_type\":\"PLAN\",\"entity_id\":\""
                        + plan
                        + "\",\"currency\":\"usd\",\"billing_period\":\"MONTHLY\","
                        + "\"billing_period_count\":1,\"invoice_cadence\":\"ARREAR\",\"price_unit_type\":\"FIAT\","
                        + model
                        + "}");
    }

    private static String id(JsonNode answer) {
        return answer.path("id").asString();
    }
}
