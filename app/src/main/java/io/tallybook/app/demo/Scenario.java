package io.tallybook.app.demo;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One customer billed for one month: catalogue, subscription, usage, time, invoice. */
final class Scenario {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String EVENT = "llm.call";
    private static final String CUSTOMER = "acme";
    private static final int BULK = 1_000;
    private static final Duration LATE_USAGE_IS_WAITED_FOR = Duration.ofHours(2);

    private final Client api;
    private final Trace trace;
    private final Instant monthStart;
    private final Instant monthEnd;

    Scenario(Client api, Trace trace) {
        this.api = api;
        this.trace = trace;
        Instant first =
                trace.rows().stream()
                        .map(Trace.Row::timestamp)
                        .min(Instant::compareTo)
                        .orElseThrow();
        LocalDate month = first.atZone(ZoneOffset.UTC).toLocalDate().withDayOfMonth(1);
        this.monthStart = month.atStartOfDay(ZoneOffset.UTC).toInstant();
        this.monthEnd = month.plusMonths(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** What a scenario leaves behind. */
    record Result(String invoiceId, String walletId, String subscriptionId) {}

    Result run() throws IOException, InterruptedException {
        api.put("/v1/clock", object(Map.of("now", monthStart.toString())).toString());
        Steps.say("clock       the sandbox stands at " + monthStart);
        String plan = catalogue();
        String customer = id(api.post("/v1/customers", customer().toString()));
        String wallet =
                id(
                        api.post(
                                "/v1/wallets",
                                object(
                                                Map.of(
                                                        "customer_id",
                                                        customer,
                                                        "currency",
                                                        "usd",
                                                        "name",
                                                        "Prepaid"))
                                        .toString()));
        api.post(
                "/v1/wallets/" + wallet + "/top-up",
                object(
                                Map.of(
                                        "credits_to_add",
                                        "25",
                                        "transaction_reason",
                                        "PURCHASED_CREDIT_DIRECT"))
                        .toString());
        Steps.say("customer    " + CUSTOMER + ", with a prepaid wallet of 25.00 USD");
        String subscription =
                id(api.post("/v1/subscriptions", subscription(customer, plan).toString()));
        Steps.say("subscribed  monthly from " + monthStart);
        send();
        api.post(
                "/v1/clock/advance",
                object(Map.of("to", monthEnd.plus(LATE_USAGE_IS_WAITED_FOR).toString()))
                        .toString());
        Steps.say(
                "clock       went to "
                        + monthEnd.plus(LATE_USAGE_IS_WAITED_FOR)
                        + "; what fell due was done on the way");
        JsonNode invoices =
                api.post(
                        "/v1/invoices/search",
                        object(Map.of("subscription_id", subscription)).toString());
        return new Result(id(invoices.at("/items/0")), wallet, subscription);
    }

    private String catalogue() throws IOException, InterruptedException {
        String plan =
                id(
                        api.post(
                                "/v1/plans",
                                object(Map.of("name", "Inference", "lookup_key", "inference"))
                                        .toString()));
        price(plan, fixed());
        price(plan, flat(meter("Requests", "COUNT", "")));
        for (int i = 0; i < trace.properties().size(); i++) {
            String property = trace.properties().get(i);
            String meter = meter(property, "SUM", property);
            price(plan, i == 0 ? graduated(meter) : packages(meter));
        }
        Steps.say(
                "catalogue   one plan: a fixed fee, a flat price per request, a price per property"
                        + " of the usage");
        return plan;
    }

    private String meter(String name, String aggregation, String field)
            throws IOException, InterruptedException {
        ObjectNode feature = object(Map.of("name", name, "type", "metered"));
        ObjectNode meter = feature.putObject("meter");
        meter.put("name", name);
        meter.put("event_name", EVENT);
        meter.put("reset_usage", "BILLING_PERIOD");
        ObjectNode how = meter.putObject("aggregation").put("type", aggregation);
        if (!field.isEmpty()) {
            how.put("field", field);
        }
        return api.post("/v1/features", feature.toString()).get("meter_id").asString();
    }

    private void price(String plan, ObjectNode price) throws IOException, InterruptedException {
        price.put("entity_type", "PLAN")
                .put("entity_id", plan)
                .put("currency", "usd")
                .put("billing_period", "MONTHLY")
                .put("billing_period_count", 1)
                .put("invoice_cadence", "ARREAR")
                .put("price_unit_type", "FIAT");
        api.post("/v1/prices", price.toString());
    }

    private static ObjectNode fixed() {
        return object(Map.of("type", "FIXED", "billing_model", "FLAT_FEE", "amount", "20.00"))
                .put("display_name", "Platform fee");
    }

    private static ObjectNode flat(String meter) {
        return object(
                Map.of(
                        "type",
                        "USAGE",
                        "billing_model",
                        "FLAT_FEE",
                        "amount",
                        "0.0001",
                        "meter_id",
                        meter));
    }

    private static ObjectNode graduated(String meter) {
        ObjectNode price =
                object(
                        Map.of(
                                "type",
                                "USAGE",
                                "billing_model",
                                "TIERED",
                                "tier_mode",
                                "SLAB",
                                "meter_id",
                                meter));
        ArrayNode tiers = price.putArray("tiers");
        tiers.addObject().put("up_to", 1_000_000).put("unit_amount", "0");
        tiers.addObject().put("up_to", 11_000_000).put("unit_amount", "0.0000025");
        tiers.addObject().putNull("up_to").put("unit_amount", "0.0000020");
        return price;
    }

    private static ObjectNode packages(String meter) {
        ObjectNode price =
                object(
                        Map.of(
                                "type",
                                "USAGE",
                                "billing_model",
                                "PACKAGE",
                                "amount",
                                "10.00",
                                "meter_id",
                                meter));
        price.putObject("transform_quantity").put("divide_by", 1_000_000).put("round", "up");
        return price;
    }

    private static ObjectNode customer() {
        return object(
                Map.of(
                        "external_id",
                        CUSTOMER,
                        "name",
                        "Acme Corp",
                        "email",
                        "billing@acme.example"));
    }

    private ObjectNode subscription(String customer, String plan) {
        return object(
                        Map.of(
                                "customer_id",
                                customer,
                                "plan_id",
                                plan,
                                "currency",
                                "usd",
                                "billing_period",
                                "MONTHLY",
                                "billing_cycle",
                                "anniversary",
                                "start_date",
                                monthStart.toString()))
                .put("billing_period_count", 1);
    }

    private void send() throws IOException, InterruptedException {
        List<Trace.Row> rows = trace.rows();
        for (int from = 0; from < rows.size(); from += BULK) {
            int to = Math.min(rows.size(), from + BULK);
            ObjectNode bulk = JSON.createObjectNode();
            ArrayNode events = bulk.putArray("events");
            for (int i = from; i < to; i++) {
                ObjectNode event =
                        events.addObject()
                                .put("event_id", "row-" + (i + 1))
                                .put("event_name", EVENT)
                                .put("external_customer_id", CUSTOMER)
                                .put("timestamp", rows.get(i).timestamp().toString());
                ObjectNode properties = event.putObject("properties");
                rows.get(i).properties().forEach(properties::put);
            }
            api.post("/v1/events/bulk", bulk.toString());
            Steps.working("usage       " + to + " of " + rows.size() + " events sent");
        }
        Steps.say("usage       " + rows.size() + " events from " + trace.source());
    }

    private static ObjectNode object(Map<String, String> fields) {
        ObjectNode object = JSON.createObjectNode();
        fields.forEach(object::put);
        return object;
    }

    private static String id(JsonNode answer) {
        JsonNode id = answer.path("id");
        if (!id.isString()) {
            throw new IllegalStateException("expected an answer with an id, got " + answer);
        }
        return id.asString();
    }
}
