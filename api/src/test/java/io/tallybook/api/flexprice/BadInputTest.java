package io.tallybook.api.flexprice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.api.memory.Client;
import io.tallybook.api.memory.Client.Told;
import io.tallybook.api.memory.Client.World;
import io.tallybook.api.memory.MemoryEngine;
import io.tallybook.api.memory.MemoryServer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each row: what is sent, the status it gets, and the words that the message must hold. */
class BadInputTest {

    private static final String UNKNOWN = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

    private final Client client = Client.sandbox();

    private record Row(String path, String body, int status, String words) {

        String name() {
            String shown = body.length() > 90 ? body.substring(0, 90) + "…" : body;
            return status + " " + path + " " + shown;
        }
    }

    private List<DynamicTest> all(Row... rows) {
        return java.util.Arrays.stream(rows)
                .map(row -> DynamicTest.dynamicTest(row.name(), () -> check(row)))
                .toList();
    }

    private void check(Row row) {
        Told told = client.post(row.path(), row.body());
        assertThat(told.status()).as(told.body().toString()).isEqualTo(row.status());
        assertThat(told.message()).contains(row.words().split("\\|"));
    }

    /** An invoice for ten dollars with one field more or other. */
    private static String written(String field, String value) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("customer_id", "\"cust_" + UNKNOWN + "\"");
        fields.put("currency", "\"usd\"");
        fields.put("subtotal", "\"10\"");
        fields.put("total", "\"10\"");
        fields.put("amount_due", "\"10\"");
        fields.put("line_items", "[{\"amount\":\"10\",\"quantity\":\"1\"}]");
        fields.put(field, value);
        return fields.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\":" + entry.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String task(String more) {
        return """
        {"task_type":"IMPORT","entity_type":"EVENTS","file_type":"CSV","file_url":"data:,x"%s}\
        """
                .formatted(more);
    }

    private static String otherPeriod(World world, String period, String cycle) {
        return "{\"target_plan_id\":\""
                + world.plan()
                + "\",\"billing_cadence\":\"RECURRING\",\"billing_period\":\""
                + period
                + "\",\"billing_cycle\":\""
                + cycle
                + "\",\"proration_behavior\":\"create_prorations\"}";
    }

    @TestFactory
    List<DynamicTest> tasks() {
        return all(
                new Row("/v1/tasks", "{}", 400, "task_type|entity_type|file_type|1 more"),
                new Row(
                        "/v1/tasks",
                        "{\"task_type\":\"EXPORT\",\"entity_type\":\"PRICES\",\"file_type\":\"CSV\","
                            + "\"file_url\":\"ftp://x/y\"}",
                        400,
                        "task_type|IMPORT|entity_type|EVENTS|file_url|ftp://x/y"),
                new Row(
                        "/v1/tasks",
                        task(",\"metadata\":{\"mapping\":{\"colour\":\"c\"}}"),
                        400,
                        "metadata.mapping.colour|event_name"),
                new Row(
                        "/v1/tasks",
                        task(",\"metadata\":{\"delimiter\":\"--\",\"timezone\":\"Mars\"}"),
                        400,
                        "metadata.delimiter|one character|metadata.timezone"),
                new Row("/v1/tasks", task(",\"metadata\":7"), 400, "metadata|an object"),
                new Row(
                        "/v1/tasks",
                        task("").replace("data:,x", "data:;base64,%"),
                        400,
                        "file_url|data URL"),
                new Row("/v1/events/rejected/none/replay", "{}", 404, "not found"),
                new Row("/v1/events/raw/bulk", "{}", 400, "events|required"),
                new Row("/v1/events/raw/bulk", "{\"events\":[]}", 400, "events|1"),
                new Row("/v1/events/raw/bulk", "{\"events\":[7]}", 400, "events|object"),
                new Row(
                        "/v1/events/raw/bulk",
                        "{\"events\":[{\"note\":\"" + "x".repeat(70_000) + "\"}]}",
                        400,
                        "events[0]|at most 65536"),
                new Row("/v1/events/raw/reprocess/pending", "{\"cursor\":7}", 400, "cursor"));
    }

    @TestFactory
    List<DynamicTest> customers() {
        return all(
                new Row("/v1/customers", "{}", 400, "external_id|required"),
                new Row("/v1/customers", "{\"external_id\":null}", 400, "external_id|required"),
                new Row("/v1/customers", "{\"external_id\":\"  \"}", 400, "external_id|blank"),
                new Row(
                        "/v1/customers",
                        "{\"external_id\":7}",
                        400,
                        "external_id|expected text|got 7"),
                new Row("/v1/customers", "{\"external_id\":\"a\\u0000b\"}", 400, "external_id|NUL"),
                new Row("/v1/customers", "{\"external_id\":\"a\\ud800b\"}", 400, "external_id"),
                new Row(
                        "/v1/customers",
                        "{\"external_id\":\"%s\"}".formatted("x".repeat(256)),
                        400,
                        "at most 255"),
                new Row(
                        "/v1/customers",
                        "{\"external_id\":\"a\",\"timezone\":\"Mars/Olympus\"}",
                        400,
                        "timezone|IANA"),
                new Row(
                        "/v1/customers",
                        "{\"external_id\":\"a\",\"metadata\":{\"k\":{}}}",
                        400,
                        "metadata.k|text"),
                new Row(
                        "/v1/customers",
                        "{\"external_id\":\"a\",\"metadata\":[]}",
                        400,
                        "metadata|object|a list"),
                new Row(
                        "/v1/customers",
                        "{\"external_id\":\"a\",\"tax_rate_overrides\":[{}]}",
                        400,
                        "tax_rate_overrides[0].tax_rate_code|required"),
                new Row(
                        "/v1/customers",
                        "{\"external_id\":\"a\",\"email\":\"nobody\"}",
                        400,
                        "email|an e-mail address"),
                new Row(
                        "/v1/customers",
                        "{\"external_id\":\"a\",\"contact\":\"123456789012345678901\"}",
                        400,
                        "contact|at most 20|21 characters"),
                new Row(
                        "/v1/customers",
                        "{\"external_id\":\"a\",\"address_city\":7}",
                        400,
                        "address_city|text"),
                new Row(
                        "/v1/customers",
                        "{\"external_id\":\"a\",\"currency\":\"florins\"}",
                        400,
                        "currency|ISO 4217"),
                new Row(
                        "/v1/customers",
                        "{\"external_id\":\"a\",\"locale\":\"_\"}",
                        400,
                        "locale|language tag"),
                new Row(
                        "/v1/customers",
                        "{\"external_id\":\"a\",\"parent_customer_id\":\"acme\"}",
                        400,
                        "parent_customer_id|id of a customer"),
                new Row(
                        "/v1/customers",
                        "{\"external_id\":\"a\",\"parent_customer_external_id\":\"nobody\"}",
                        404,
                        "customer 'nobody'"),
                new Row(
                        "/v1/customers",
                        "{\"external_id\":\"a\",\"tax_ids\":[{\"type\":\"eu_vat\"}]}",
                        400,
                        "tax_ids[0].value|required"),
                new Row(
                        "/v1/customers",
                        "{\"external_id\":\"a\",\"integration_entity_mapping\":[{\"provider\":\"stripe\"}]}",
                        400,
                        "provider_entity_id|required"),
                new Row("/v1/customers/cust_1/erase", "", 404, "customer 'cust_1'"),
                new Row("/v1/customers/external/nobody/erase", "", 404, "customer 'nobody'"),
                new Row("/v1/customers/search", "{\"limit\":0}", 400, "limit|1 to 1000"),
                new Row("/v1/customers/search", "{\"limit\":1.5}", 400, "limit|whole number"),
                new Row("/v1/customers/search", "{\"order\":\"up\"}", 400, "order|asc, desc"),
                new Row(
                        "/v1/customers/search",
                        "{\"sort\":[{\"field\":\"shoe\"}]}",
                        400,
                        "sort[0].field|external_id"),
                new Row(
                        "/v1/customers/search",
                        "{\"filters\":[{\"field\":\"email\",\"operator\":\"like\",\"value\":{\"string\":\"a\"}}]}",
                        400,
                        "filters[0].operator|contains"),
                new Row(
                        "/v1/customers/search",
                        "{\"filters\":[{\"field\":\"created_at\",\"operator\":\"after\",\"value\":{\"date\":\"yesterday\"}}]}",
                        400,
                        "filters[0].value|RFC 3339"),
                new Row(
                        "/v1/customers/search",
                        "{\"start_time\":\"2024-01-01\"}",
                        400,
                        "start_time|offset"));
    }

    @TestFactory
    List<DynamicTest> features() {
        String meter =
                "{\"name\":\"n\",\"type\":\"metered\",\"meter\":{\"name\":\"m\",\"event_name\":\"e\",\"aggregation\":%s}}";
        return all(
                new Row(
                        "/v1/features",
                        "{\"name\":\"n\"}",
                        400,
                        "type|metered, boolean, static|required"),
                new Row(
                        "/v1/features",
                        "{\"name\":\"n\",\"type\":\"metered\"}",
                        400,
                        "meter|meter_id|neither"),
                new Row(
                        "/v1/features",
                        "{\"name\":\"n\",\"type\":\"boolean\",\"meter_id\":\"m\"}",
                        400,
                        "meter"),
                new Row(
                        "/v1/features",
                        "{\"name\":\"n\",\"type\":\"metered\",\"meter_id\":\"meter_"
                                + UNKNOWN
                                + "\"}",
                        404,
                        "meter|" + UNKNOWN),
                new Row(
                        "/v1/features",
                        "{\"name\":\"n\",\"type\":\"metered\",\"meter_id\":\"nonsense\"}",
                        404,
                        "nonsense"),
                new Row(
                        "/v1/features",
                        meter.formatted("{\"type\":\"SUM\"}"),
                        400,
                        "meter.aggregation.field|required"),
                new Row(
                        "/v1/features",
                        meter.formatted("{\"type\":\"MEDIAN\",\"field\":\"x\"}"),
                        400,
                        "meter.aggregation.type|COUNT, SUM, AVG"),
                new Row(
                        "/v1/features",
                        meter.formatted(
                                "{\"type\":\"SUM_WITH_MULTIPLIER\",\"field\":\"x\",\"multiplier\":\"-1\"}"),
                        400,
                        "multiplier|above zero"),
                new Row(
                        "/v1/features",
                        meter.formatted(
                                "{\"type\":\"SUM\",\"field\":\"x\",\"bucket_size\":\"YEAR\"}"),
                        400,
                        "bucket_size|15MIN"),
                new Row(
                        "/v1/features",
                        "{\"name\":\"n\",\"type\":\"static\",\"group_id\":\"group_"
                                + UNKNOWN
                                + "\"}",
                        404,
                        "group|" + UNKNOWN),
                new Row(
                        "/v1/features",
                        "{\"name\":\"n\",\"type\":\"static\",\"reporting_unit\":{}}",
                        400,
                        "reporting_unit.unit_singular|required"),
                new Row(
                        "/v1/features",
                        "{\"name\":\"n\",\"type\":\"static\",\"alert_settings\":{\"info\":{\"threshold\":1,\"condition\":\"beside\"}}}",
                        400,
                        "alert_settings.info.condition|above, below"),
                new Row("/v1/groups", "{}", 400, "name|entity_type|lookup_key"),
                new Row(
                        "/v1/groups",
                        "{\"name\":\"n\",\"entity_type\":\"shoe\",\"lookup_key\":\"k\"}",
                        400,
                        "entity_type|price, feature"),
                new Row("/v1/groups/search", "{\"entity_type\":\"shoe\"}", 400, "entity_type"),
                new Row("/v1/plans/plan_" + UNKNOWN + "/clone", "{}", 404, UNKNOWN),
                new Row("/v1/features/nonsense/clone", "{}", 404, "nonsense"),
                new Row("/v1/meters/meter_" + UNKNOWN + "/disable", "{}", 404, UNKNOWN),
                new Row("/v1/environments/env_1/clone", "{}", 400, "name|type"),
                new Row(
                        "/v1/environments/env_1/clone",
                        "{\"target_environment_id\":\"env_" + UNKNOWN + "\"}",
                        404,
                        "environment"),
                new Row("/v1/features", meter.formatted("7"), 400, "meter.aggregation|an object|7"),
                new Row(
                        "/v1/meters",
                        "{\"name\":\"m\",\"event_name\":\"e\",\"aggregation\":{\"type\":\"COUNT\"},\"filters\":[{\"key\":\"k\",\"values\":[]}]}",
                        400,
                        "filters[0].values"));
    }

    @TestFactory
    List<DynamicTest> couponsAndTaxes() {
        String coupon = "{\"name\":\"c\",\"type\":\"fixed\",\"cadence\":\"once\"}";
        String named = "{\"tax_rate_code\":\"vat\"}";
        return all(
                new Row("/v1/coupons", "{}", 400, "name|required"),
                new Row("/v1/coupons", coupon.replace("fixed", "free"), 400, "type|free"),
                new Row("/v1/coupons", coupon.replace("once", "daily"), 400, "cadence|daily"),
                new Row("/v1/coupons", coupon.replace("\"c\"", "7"), 400, "name|7"),
                new Row("/v1/coupons/search", "{\"limit\":0}", 400, "limit|1"),
                new Row("/v1/taxes/rates", "{}", 400, "code|required"),
                new Row(
                        "/v1/taxes/rates",
                        "{\"name\":\"V\",\"code\":\"v\",\"percentage_value\":\"much\"}",
                        400,
                        "percentage_value|much"),
                new Row("/v1/taxes/associations", named, 400, "entity_type|neither"),
                new Row(
                        "/v1/taxes/associations",
                        named.replace("{", "{\"entity_type\":\"customer\","),
                        400,
                        "entity_id|nothing"),
                new Row(
                        "/v1/taxes/associations",
                        named.replace("{", "{\"entity_type\":\"dog\","),
                        400,
                        "entity_type|dog"));
    }

    @TestFactory
    List<DynamicTest> priceUnitsAndAddons() {
        String unit =
                "{\"name\":\"Tokens\",\"code\":\"tok\",\"symbol\":\"T\","
                        + "\"base_currency\":\"usd\",\"conversion_rate\":\"0.01\"}";
        return all(
                new Row("/v1/prices/units", "{}", 400, "code|required"),
                new Row("/v1/prices/units", unit.replace("usd", "zzz"), 400, "base_currency|ISO"),
                new Row(
                        "/v1/prices/units",
                        unit.replace("\"0.01\"", "\"much\""),
                        400,
                        "conversion_rate|much"),
                new Row("/v1/prices/units/search", "{\"limit\":0}", 400, "limit|1"),
                new Row("/v1/addons", "{}", 400, "lookup_key|required"),
                new Row("/v1/addons", "{\"name\":1,\"lookup_key\":\"a\"}", 400, "name|text"),
                new Row("/v1/addons/search", "{\"order\":\"up\"}", 400, "order|asc"),
                new Row("/v1/prices/bulk", "{\"items\":[]}", 400, "items|at least 1"),
                new Row("/v1/prices/bulk", "{\"items\":[{}]}", 400, "items[0]"));
    }

    @TestFactory
    List<DynamicTest> prices() {
        World world = client.world();
        String good = Client.priceBody(world.plan(), world.meter());
        return all(
                new Row("/v1/prices", "{}", 400, "plan_id"),
                new Row("/v1/prices", good.replace("usd", "zzz"), 400, "currency|ISO 4217"),
                new Row(
                        "/v1/prices",
                        good.replace("MONTHLY", "FORTNIGHTLY"),
                        400,
                        "billing_period|MONTHLY"),
                new Row(
                        "/v1/prices",
                        good.replace("\"tier_mode\":\"SLAB\",", ""),
                        400,
                        "tier_mode|SLAB"),
                new Row(
                        "/v1/prices",
                        good.replaceAll("(?s),\\s*\"tiers\":\\[.*?\\]", ""),
                        400,
                        "tiers|required"),
                new Row(
                        "/v1/prices",
                        good.replaceAll("(?s)\"tiers\":\\[.*?\\]", "\"tiers\":[]"),
                        400,
                        "tiers|at least 1"),
                new Row(
                        "/v1/prices",
                        good.replace("\"unit_amount\":\"0\"", "\"unit_amount\":\"-1\""),
                        400,
                        "tiers[0].unit_amount|not negative"),
                new Row(
                        "/v1/prices",
                        good.replace("\"unit_amount\":\"0\"", "\"unit_amount\":\"1e999999999\""),
                        400,
                        "tiers[0].unit_amount|decimal"),
                new Row(
                        "/v1/prices",
                        good.replace("\"unit_amount\":\"0\"", "\"unit_amount\":1e999999999"),
                        400,
                        "tiers[0].unit_amount|decimal"),
                new Row(
                        "/v1/prices",
                        good.replace("\"unit_amount\":\"0\"", "\"unit_amount\":\"NaN\""),
                        400,
                        "tiers[0].unit_amount|NaN"),
                new Row(
                        "/v1/prices",
                        good.replace("\"up_to\":1000", "\"up_to\":\"many\""),
                        400,
                        "tiers[0].up_to|many"),
                new Row(
                        "/v1/prices",
                        good.replace("\"up_to\":1000", "\"up_to\":" + "9".repeat(500)),
                        400,
                        "tiers[0].up_to"),
                new Row(
                        "/v1/prices",
                        good.replace(world.meter(), "meter_" + UNKNOWN),
                        404,
                        "meter"),
                new Row("/v1/prices", good.replace(world.plan(), "plan_" + UNKNOWN), 404, "plan"),
                new Row(
                        "/v1/prices",
                        good.replace("\"PLAN\"", "\"COSTSHEET\""),
                        400,
                        "entity_type|COSTSHEET|ADDON, PLAN"),
                new Row(
                        "/v1/prices",
                        good.replace("\"USAGE\"", "\"FIXED\""),
                        400,
                        "meter_id|USAGE"),
                new Row(
                        "/v1/prices",
                        good.replace(
                                "\"tier_mode\"",
                                "\"group_id\":\"group_" + UNKNOWN + "\",\"tier_mode\""),
                        404,
                        "group|" + UNKNOWN),
                new Row(
                        "/v1/prices",
                        good.replace("\"tier_mode\"", "\"start_date\":\"soon\",\"tier_mode\""),
                        400,
                        "start_date|soon"),
                new Row(
                        "/v1/prices",
                        good.replace(
                                "\"tier_mode\"", "\"filter_values\":{\"a\":\"b\"},\"tier_mode\""),
                        400,
                        "filter_values.a|list of text"),
                new Row(
                        "/v1/prices",
                        good.replace("FIAT", "CUSTOM"),
                        400,
                        "price_unit_config|required"),
                new Row(
                        "/v1/prices",
                        good.replace("\"tier_mode\"", "\"trial_period_days\":-1,\"tier_mode\""),
                        400,
                        "trial_period_days|-1"),
                new Row(
                        "/v1/prices",
                        good.replace(
                                "\"tier_mode\"",
                                "\"trial_period\":7,\"trial_period_days\":8,\"tier_mode\""),
                        400,
                        "trial_period|trial_period_days, 8|7"),
                new Row("/v1/prices/bulk", "{\"items\":[]}", 400, "items|at least 1"),
                new Row(
                        "/v1/prices/bulk",
                        "{\"items\":[" + good + ",{}]}",
                        400,
                        "items[1].type|required"),
                new Row("/v1/prices/bulk", "{\"items\":[7]}", 400, "items[0]|an object"));
    }

    @TestFactory
    List<DynamicTest> subscriptions() {
        World world = client.world();
        String good = Client.subscriptionBody(world.customer(), world.plan());
        return all(
                new Row(
                        "/v1/subscriptions",
                        good.replace("\"customer_id\":\"" + world.customer() + "\",", ""),
                        400,
                        "customer_id|external_customer_id"),
                new Row(
                        "/v1/subscriptions",
                        good.replace(world.customer(), "cust_" + UNKNOWN),
                        404,
                        "customer"),
                new Row(
                        "/v1/subscriptions",
                        good.replace(world.plan(), "plan_" + UNKNOWN),
                        404,
                        "plan"),
                new Row(
                        "/v1/subscriptions",
                        good.replace(
                                "\"start_date\"",
                                "\"checkout\":{\"payment_provider\":\"cash\"},\"start_date\""),
                        400,
                        "checkout.payment_provider|razorpay|cash"),
                new Row(
                        "/v1/subscriptions",
                        good.replace(
                                "\"start_date\"",
                                "\"checkout\":{\"payment_provider\":\"razorpay\"},\"collection_method\":\"charge_automatically\",\"start_date\""),
                        400,
                        "collection_method|send_invoice"),
                new Row(
                        "/v1/subscriptions",
                        good.replace(
                                "\"start_date\"",
                                "\"checkout\":{\"payment_provider\":\"razorpay\"},\"subscription_status\":\"draft\",\"start_date\""),
                        400,
                        "checkout|draft"),
                new Row(
                        "/v1/subscriptions",
                        good.replace(
                                "\"start_date\"",
                                "\"addons\":[{\"addon_id\":\"a\",\"checkout\":{\"payment_provider\":\"razorpay\"}}],\"start_date\""),
                        400,
                        "addons[0].checkout|left out"),
                new Row(
                        "/v1/subscriptions",
                        good.replace("2023-11-01", "2999-11-01")
                                .replace(
                                        "\"start_date\"",
                                        "\"checkout\":{\"payment_provider\":\"razorpay\"},\"start_date\""),
                        400,
                        "start_date|checkout"),
                new Row(
                        "/v1/subscriptions/addon",
                        "{\"subscription_id\":\""
                                + world.subscription()
                                + "\",\"addon_id\":\"a\",\"checkout\":{\"success_url\":\"u\"}}",
                        400,
                        "checkout.payment_provider"),
                new Row(
                        "/v1/subscriptions/" + world.subscription() + "/modify/preview",
                        "{\"type\":\"trial_end\",\"checkout\":{\"payment_provider\":\"razorpay\"}}",
                        400,
                        "checkout|preview"),
                new Row(
                        "/v1/subscriptions/" + world.subscription() + "/modify/execute",
                        "{\"type\":\"coupon\",\"checkout\":{\"payment_provider\":\"razorpay\"}}",
                        400,
                        "checkout|nothing of it"),
                new Row(
                        "/v1/subscriptions/" + world.subscription() + "/modify/execute",
                        "{\"type\":\"trial_end\",\"checkout\":\"x\"}",
                        400,
                        "checkout|an object"),
                new Row(
                        "/v1/subscriptions/" + world.subscription() + "/change/preview",
                        "{}",
                        400,
                        "target_plan_id|required"),
                new Row(
                        "/v1/subscriptions/" + world.subscription() + "/change/execute",
                        otherPeriod(world, "FORTNIGHTLY", "anniversary"),
                        400,
                        "billing_period|FORTNIGHTLY"),
                new Row(
                        "/v1/subscriptions/" + world.subscription() + "/change/preview",
                        otherPeriod(world, "ANNUAL", "anniversary"),
                        400,
                        "billing_period|1 x ANNUAL"),
                new Row(
                        "/v1/subscriptions/" + world.subscription() + "/change/execute",
                        otherPeriod(world, "MONTHLY", "anniversary"),
                        400,
                        "target_plan_id|another plan"),
                new Row("/v1/subscriptions", good.replace("USD", "EUR"), 400, "plan_id|EUR"),
                new Row(
                        "/v1/subscriptions",
                        good.replace("MONTHLY", "ANNUAL"),
                        400,
                        "plan_id|ANNUAL"),
                new Row(
                        "/v1/subscriptions",
                        good.replace(
                                "\"start_date\":\"2023-11-01T00:00:00Z\"",
                                "\"start_date\":\"soon\""),
                        400,
                        "start_date|soon"),
                new Row(
                        "/v1/subscriptions",
                        good.replace(
                                "\"start_date\"",
                                "\"end_date\":\"2023-10-01T00:00:00Z\",\"start_date\""),
                        400,
                        "end_date|after"),
                new Row(
                        "/v1/subscriptions",
                        good.replace("\"start_date\"", "\"coupons\":\"c\",\"start_date\""),
                        400,
                        "coupons|"),
                new Row(
                        "/v1/subscriptions",
                        good.replace(
                                "\"start_date\"",
                                "\"override_line_items\":[{\"price_id\":\"x\",\"quantity\":\"2\"}],\"start_date\""),
                        400,
                        "override_line_items"),
                new Row(
                        "/v1/subscriptions",
                        good.replace(
                                "\"start_date\"",
                                "\"inheritance\":{\"invoicing_customer_external_id\":\"nobody\"},\"start_date\""),
                        404,
                        "customer|nobody"),
                new Row(
                        "/v1/subscriptions",
                        good.replace(
                                "\"start_date\"",
                                "\"inheritance\":{\"invoicing_customer_external_id\":7},\"start_date\""),
                        400,
                        "inheritance.invoicing_customer_external_id|7"),
                new Row(
                        "/v1/subscriptions",
                        good.replace(
                                "\"start_date\"",
                                "\"inheritance\":{\"external_customer_ids_to_inherit_subscription\":[\"nobody\"]},\"start_date\""),
                        404,
                        "customer|nobody"),
                new Row(
                        "/v1/subscriptions",
                        good.replace(
                                "\"start_date\"",
                                "\"inheritance\":{\"external_customer_ids_to_inherit_subscription\":[\"a\"]},\"subscription_status\":\"draft\",\"start_date\""),
                        400,
                        "inheritance.external_customer_ids_to_inherit_subscription|once it is"
                                + " active"),
                new Row(
                        "/v1/subscriptions/" + world.subscription() + "/modify/preview",
                        "{\"type\":\"inheritance\"}",
                        400,
                        "inheritance_params|required"),
                new Row(
                        "/v1/subscriptions/" + world.subscription() + "/modify/execute",
                        "{\"type\":\"inheritance\",\"inheritance_params\":{}}",
                        400,
                        "inheritance_params.external_customer_ids_to_inherit_subscription|required"),
                new Row(
                        "/v1/subscriptions/" + world.subscription() + "/modify/execute",
                        "{\"type\":\"inheritance\",\"inheritance_params\":{\"action\":\"remove\",\"external_customer_ids_to_inherit_subscription\":[\"a\"]}}",
                        400,
                        "inheritance_params.external_customer_ids_to_inherit_subscription|none with"
                                + " action remove"),
                new Row(
                        "/v1/subscriptions/" + world.subscription() + "/modify/preview",
                        "{\"type\":\"inheritance\",\"inheritance_params\":{\"external_customer_ids_to_remove\":[\"a\"]}}",
                        400,
                        "inheritance_params.external_customer_ids_to_remove|who does not"),
                new Row(
                        "/v1/subscriptions",
                        good.replace("\"start_date\"", "\"inheritance\":\"x\",\"start_date\""),
                        400,
                        "inheritance|an object"),
                new Row(
                        "/v1/subscriptions",
                        good.replace(
                                "\"start_date\"",
                                "\"inheritance\":{\"grouped_invoicing_children_to_create\":[{}]},\"start_date\""),
                        400,
                        "inheritance.grouped_invoicing_children_to_create[0].external_customer_id|required"),
                new Row(
                        "/v1/subscriptions",
                        good.replace(
                                "\"start_date\"",
                                "\"inheritance\":{\"grouped_invoicing_children_to_create\":[{\"external_customer_id\":\"a\","
                                    + "\"plan_id\":\"b\",\"trial_period_days\":7}]},\"start_date\""),
                        400,
                        "inheritance.grouped_invoicing_children_to_create[0].trial_period_days|from"
                                + " its beginning on"),
                new Row(
                        "/v1/subscriptions",
                        good.replace(
                                "\"start_date\"",
                                "\"payment_behavior\":\"default_incomplete\","
                                    + "\"inheritance\":{\"grouped_invoicing_children_to_create\":[{\"external_customer_id\":\"a\","
                                    + "\"plan_id\":\"b\"}]},\"start_date\""),
                        400,
                        "payment_behavior|default_active"),
                new Row(
                        "/v1/subscriptions",
                        good.replace(
                                "\"start_date\"",
                                "\"inheritance\":{\"subscriptions_ids_for_grouped_invoicing\":[\"subs_"
                                        + UNKNOWN
                                        + "\"]},\"start_date\""),
                        404,
                        "subscription|not found"),
                new Row(
                        "/v1/subscriptions",
                        good.replace(
                                "\"start_date\"",
                                "\"inheritance\":{\"subscriptions_ids_for_grouped_invoicing\":7},\"start_date\""),
                        400,
                        "inheritance.subscriptions_ids_for_grouped_invoicing|list"),
                new Row(
                        "/v1/subscriptions/" + world.subscription() + "/modify/execute",
                        "{\"type\":\"grouped_invoicing\"}",
                        400,
                        "grouped_invoicing_params|required"),
                new Row(
                        "/v1/subscriptions/" + world.subscription() + "/modify/execute",
                        "{\"type\":\"grouped_invoicing\",\"grouped_invoicing_params\":{\"action\":\"swap\"}}",
                        400,
                        "grouped_invoicing_params.action|add"),
                new Row(
                        "/v1/subscriptions/" + world.subscription() + "/modify/preview",
                        "{\"type\":\"grouped_invoicing\",\"grouped_invoicing_params\":{\"action\":\"add\",\"child_subscription_ids\":[]}}",
                        400,
                        "grouped_invoicing_params.child_subscription_ids|at least one"),
                new Row(
                        "/v1/subscriptions/" + world.subscription() + "/modify/preview",
                        "{\"type\":\"grouped_invoicing\",\"grouped_invoicing_params\":{\"action\":\"add\",\"child_subscription_ids\":[\""
                                + world.subscription()
                                + "\"]}}",
                        400,
                        "grouped_invoicing_params.child_subscription_ids|other subscriptions"),
                new Row(
                        "/v1/subscriptions/" + world.subscription() + "/modify/preview",
                        "{\"type\":\"addon\",\"grouped_invoicing_params\":{\"action\":\"add\"}}",
                        400,
                        "grouped_invoicing_params|goes with type grouped_invoicing"),
                new Row(
                        "/v1/subscriptions",
                        good.replace(
                                "\"start_date\"",
                                "\"inheritance\":{\"parent_subscription_id\":\"subs_"
                                        + UNKNOWN
                                        + "\"},\"start_date\""),
                        404,
                        "subscription|not found"),
                new Row(
                        "/v1/subscriptions",
                        good.replace(
                                "\"start_date\"",
                                "\"coupons\":[\"x\"],\"inheritance\":{\"parent_subscription_id\":\"s\"},\"start_date\""),
                        400,
                        "coupons|nothing but what it shares"),
                new Row(
                        "/v1/subscriptions",
                        good.replace(
                                "\"start_date\"",
                                "\"inheritance\":{\"parent_subscription_id\":\"s\",\"invoicing_customer_external_id\":\"a\"},\"start_date\""),
                        400,
                        "inheritance.invoicing_customer_external_id|to be left out"),
                new Row(
                        "/v1/subscriptions/subs_" + UNKNOWN + "/cancel",
                        "{\"cancellation_type\":\"immediate\"}",
                        404,
                        "subscription"),
                new Row(
                        "/v1/subscriptions/" + world.subscription() + "/cancel",
                        "{}",
                        400,
                        "cancellation_type|immediate"),
                new Row(
                        "/v1/subscriptions/" + world.subscription() + "/cancel",
                        "{\"cancellation_type\":\"scheduled_date\"}",
                        400,
                        "cancel_at|required"),
                new Row(
                        "/v1/subscriptions/usage",
                        "{\"subscription_id\":\""
                                + world.subscription()
                                + "\",\"start_time\":\"2020-01-01T00:00:00Z\"}",
                        400,
                        "start_time|open period"),
                new Row(
                        "/v1/subscriptions/usage",
                        "{\"subscription_id\":\""
                                + world.subscription()
                                + "\",\"lifetime_usage\":true,\"start_time\":\"2020-01-01T00:00:00Z\"}",
                        400,
                        "start_time|lifetime_usage"),
                new Row(
                        "/v1/subscriptions/usage",
                        "{\"subscription_id\":\""
                                + world.subscription()
                                + "\",\"lifetime_usage\":true,\"end_time\":\"2030-01-01T00:00:00Z\"}",
                        400,
                        "end_time|lifetime_usage"),
                new Row(
                        "/v1/subscriptions/usage",
                        "{\"subscription_id\":\""
                                + world.subscription()
                                + "\",\"lifetime_usage\":\"always\"}",
                        400,
                        "lifetime_usage|true or false"),
                new Row(
                        "/v1/subscriptions/usage",
                        "{\"subscription_id\":\"subs_" + UNKNOWN + "\",\"lifetime_usage\":true}",
                        404,
                        "subscription"),
                new Row(
                        "/v1/invoices/preview",
                        "{\"subscription_id\":\"subs_" + UNKNOWN + "\"}",
                        404,
                        "subscription"),
                new Row("/v1/invoices/preview", "{}", 400, "subscription_id"),
                new Row(
                        "/v1/invoices/preview",
                        "{\"invoice_id\":\"inv_" + UNKNOWN + "\"}",
                        404,
                        "invoice"),
                new Row(
                        "/v1/invoices/preview",
                        "{\"invoice_id\":\"i\",\"subscription_id\":\"s\"}",
                        400,
                        "invoice_id|either"),
                new Row("/v1/invoices/inv_" + UNKNOWN + "/finalize", "", 404, "invoice"),
                new Row("/v1/invoices", "{}", 400, "customer_id|currency|subtotal"),
                new Row("/v1/invoices", written("subtotal", "\"7\""), 400, "subtotal|sum|7"),
                new Row(
                        "/v1/invoices",
                        written("line_items", "[{\"amount\":\"1.005\",\"quantity\":\"1\"}]"),
                        400,
                        "line_items[0].amount|2 decimal places"),
                new Row(
                        "/v1/invoices",
                        written("period_start", "\"2024-01-01T00:00:00Z\""),
                        400,
                        "period_end|both ends"),
                new Row(
                        "/v1/invoices",
                        written("invoice_type", "\"SUBSCRIPTION\""),
                        400,
                        "subscription_id"),
                new Row("/v1/invoices", written("coupons", "7"), 400, "coupons|7"),
                new Row("/v1/invoices", written("tax_rates", "{}"), 400, "tax_rates"),
                new Row(
                        "/v1/invoices",
                        written("amount_paid", "\"1\""),
                        400,
                        "amount_paid|payments"),
                new Row(
                        "/v1/invoices",
                        written("payment_status", "\"SUCCEEDED\""),
                        400,
                        "payment_status|PENDING"),
                new Row(
                        "/v1/invoices",
                        written("invoice_coupons", "[{}]"),
                        400,
                        "invoice_coupons|coupon_id"),
                new Row(
                        "/v1/invoices",
                        written("line_item_coupons", "[{\"coupon_id\":\"c\"}]"),
                        400,
                        "line_item_coupons|line_item_id"),
                new Row(
                        "/v1/invoices",
                        written("tax_rate_overrides", "[{\"tax_rate_code\":\"vat\"}]"),
                        400,
                        "tax_rate_overrides|currency"),
                new Row("/v1/invoices", written("due_date", "\"soon\""), 400, "due_date"),
                new Row("/v1/invoices", written("metadata", "{}"), 404, "customer"),
                new Row(
                        "/v1/invoices/search",
                        "{\"invoice_status\":[\"LOST\"]}",
                        400,
                        "invoice_status[0]|DRAFT"));
    }

    @Test
    void aCancelledSubscriptionCannotBeCancelledAgain() {
        World world = client.world();
        String path = "/v1/subscriptions/" + world.subscription() + "/cancel";
        client.post(path, "{\"cancellation_type\":\"immediate\"}").must(200);
        Told again = client.post(path, "{\"cancellation_type\":\"immediate\"}");
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.body().path("code").asString()).isEqualTo("invalid_operation");
    }

    @TestFactory
    List<DynamicTest> notices() {
        return all(
                new Row(
                        "/v1/notices/search",
                        "{\"event_type\":\"payment.maybe\"}",
                        400,
                        "event_type|payment.maybe|payment.failed"),
                new Row("/v1/notices/search", "{\"limit\":0}", 400, "limit"),
                new Row("/v1/notices/search", "{\"order\":\"up\"}", 400, "order|asc"),
                new Row("/v1/notices/search", "{\"customer_id\":7}", 400, "customer_id"),
                new Row("/v1/notices/search", "[]", 400, "object"));
    }

    @TestFactory
    List<DynamicTest> payments() {
        Client.World world = client.world();
        String good =
                """
                {"destination_type":"INVOICE","destination_id":"%s","payment_method_type":"OFFLINE","amount":"1.00","currency":"usd"}\
                """
                        .formatted(world.invoice());
        return all(
                new Row("/v1/payments", "{}", 400, "amount|currency|destination_type"),
                new Row(
                        "/v1/payments",
                        good.replace("\"INVOICE\"", "\"CUSTOMER\""),
                        400,
                        "destination_type|one of INVOICE"),
                new Row("/v1/payments", good.replace("OFFLINE", "GOLD"), 400, "OFFLINE|GOLD"),
                new Row("/v1/payments", good.replace("1.00", "-1"), 400, "amount|negative"),
                new Row("/v1/payments", good.replace("1.00", "1.001"), 400, "amount|USD"),
                new Row("/v1/payments", good.replace("1.00", "much"), 400, "amount"),
                new Row("/v1/payments", good.replace("usd", "florins"), 400, "currency|ISO 4217"),
                new Row(
                        "/v1/payments",
                        good.replace(world.invoice(), "inv_" + UNKNOWN),
                        404,
                        "invoice"),
                new Row("/v1/payments/pay_" + UNKNOWN + "/process", "", 404, "payment"),
                new Row("/v1/creditnotes", "{}", 400, "invoice_id|reason"),
                new Row(
                        "/v1/creditnotes",
                        "{\"invoice_id\":\"inv_" + UNKNOWN + "\",\"reason\":\"DUPLICATE\"}",
                        404,
                        "invoice"),
                new Row(
                        "/v1/creditnotes",
                        "{\"invoice_id\":\"x\",\"reason\":\"BOREDOM\"}",
                        400,
                        "reason|DUPLICATE"),
                new Row(
                        "/v1/creditnotes",
                        "{\"invoice_id\":\"x\",\"reason\":\"DUPLICATE\",\"line_items\":[{\"amount\":\"-1\"}]}",
                        400,
                        "line_items[0]|invoice_line_item_id|negative"),
                new Row("/v1/creditnotes/cn_" + UNKNOWN + "/void", "", 404, "credit note"));
    }

    @TestFactory
    List<DynamicTest> wallets() {
        World world = client.world();
        String topUp = "/v1/wallets/" + world.wallet() + "/top-up";
        return all(
                new Row("/v1/wallets", "{\"currency\":\"usd\"}", 400, "customer_id"),
                new Row(
                        topUp,
                        "{\"credits_to_add\":\"1\",\"transaction_reason\":\"FREE_CREDIT_GRANT\",\"checkout\":{\"payment_provider\":\"razorpay\"}}",
                        400,
                        "transaction_reason|PURCHASED_CREDIT_INVOICED"),
                new Row(
                        topUp,
                        "{\"credits_to_add\":\"1\",\"transaction_reason\":\"PURCHASED_CREDIT_INVOICED\",\"checkout\":{\"success_url\":\"u\"}}",
                        400,
                        "checkout.payment_provider"),
                new Row(
                        "/v1/wallets",
                        "{\"currency\":\"usd\",\"customer_id\":\"cust_" + UNKNOWN + "\"}",
                        404,
                        "customer"),
                new Row(
                        "/v1/wallets",
                        "{\"currency\":\"usd\",\"external_customer_id\":\"nobody at all\"}",
                        404,
                        "nobody at all"),
                new Row(
                        "/v1/wallets",
                        Client.walletBody(world.customer()).replace("\"1\"", "\"0\""),
                        400,
                        "conversion_rate|above zero"),
                new Row(
                        "/v1/wallets",
                        Client.walletBody(world.customer()).replace("\"25\"", "\"-25\""),
                        400,
                        "initial_credits_to_load|not negative"),
                new Row(
                        "/v1/wallets",
                        Client.walletBody(world.customer())
                                .replace("\"usd\"", "\"usd\",\"wallet_type\":\"GIFT\""),
                        400,
                        "wallet_type|PRE_PAID"),
                new Row(
                        "/v1/wallets",
                        Client.walletBody(world.customer())
                                .replace(
                                        "\"usd\"",
                                        "\"usd\",\"config\":{\"allowed_price_types\":[\"SOME\"]}"),
                        400,
                        "config.allowed_price_types[0]|USAGE"),
                new Row(
                        "/v1/wallets",
                        Client.walletBody(world.customer())
                                .replace(
                                        "\"usd\"",
                                        "\"usd\",\"config\":{\"allowed_feature_ids\":[\"me\"]}"),
                        400,
                        "allowed_feature_ids|ids of features"),
                new Row(
                        "/v1/wallets",
                        Client.walletBody(world.customer())
                                .replace("\"usd\"", "\"usd\",\"price_unit\":\"nowhere\""),
                        404,
                        "price unit"),
                new Row(
                        "/v1/wallets",
                        Client.walletBody(world.customer())
                                .replace("\"usd\"", "\"usd\",\"burn_order\":\"ANY\""),
                        400,
                        "burn_order|LAGO"),
                new Row(
                        "/v1/wallets",
                        Client.walletBody(world.customer())
                                .replace(
                                        "\"usd\"", "\"usd\",\"bonus_slabs\":[{\"credits\":\"1\"}]"),
                        400,
                        "bonus_slabs[0].from"),
                new Row("/v1/wallets/wallet_" + UNKNOWN + "/terminate", "{}", 404, "wallet"),
                new Row(
                        "/v1/wallets/" + world.wallet() + "/terminate",
                        "{\"leftover\":\"keep\"}",
                        400,
                        "leftover|forfeit"),
                new Row("/v1/wallets/" + world.wallet() + "/debit", "{}", 400, "credits"),
                new Row(
                        "/v1/wallets/" + world.wallet() + "/debit",
                        "{\"credits\":\"-1\"}",
                        400,
                        "credits|not negative"),
                new Row(
                        "/v1/wallets/" + world.wallet() + "/debit",
                        "{\"credits\":\"1\",\"transaction_reason\":\"INVOICE_PAYMENT\"}",
                        400,
                        "transaction_reason|MANUAL_BALANCE_DEBIT"),
                new Row(
                        "/v1/wallets/" + world.wallet() + "/void",
                        "{\"transaction_id\":\"me\"}",
                        404,
                        "transaction"),
                new Row(
                        "/v1/wallets/" + world.wallet() + "/holds",
                        "{\"credits\":\"1\"}",
                        400,
                        "expires_at"),
                new Row(
                        "/v1/wallets/" + world.wallet() + "/holds",
                        "{\"credits\":\"x\",\"expires_at\":\"2030-01-01T00:00:00Z\"}",
                        400,
                        "credits"),
                new Row(
                        "/v1/wallets/" + world.wallet() + "/holds/hold_1/capture",
                        "{}",
                        404,
                        "hold"),
                new Row("/v1/wallets/" + world.wallet() + "/holds/hold_1/release", "", 404, "hold"),
                new Row(
                        "/v1/wallets/" + world.wallet() + "/transactions/wtxn_1/complete",
                        "",
                        404,
                        "transaction"),
                new Row(
                        "/v1/wallets/" + world.wallet() + "/transactions/wtxn_1/fail",
                        "{}",
                        404,
                        "transaction"),
                new Row(
                        "/v1/wallets/transactions/search",
                        "{\"type\":\"sideways\"}",
                        400,
                        "type|credit"),
                new Row(
                        "/v1/wallets/transactions/search",
                        "{\"credits_available_gt\":\"many\"}",
                        400,
                        "credits_available_gt"),
                new Row("/v1/wallets/search", "{\"status\":\"lost\"}", 400, "status|closed"),
                new Row(
                        topUp,
                        "{\"transaction_reason\":\"FREE_CREDIT_GRANT\"}",
                        400,
                        "credits_to_add|amount|neither"),
                new Row(
                        topUp,
                        "{\"transaction_reason\":\"FREE_CREDIT_GRANT\",\"amount\":\"1\",\"credits_to_add\":\"1\"}",
                        400,
                        "both"),
                new Row(
                        topUp,
                        "{\"transaction_reason\":\"FREE_CREDIT_GRANT\",\"credits_to_add\":\"0\"}",
                        400,
                        "credits_to_add|above zero"),
                new Row(
                        topUp,
                        "{\"transaction_reason\":\"INVOICE_PAYMENT\",\"credits_to_add\":\"1\"}",
                        400,
                        "transaction_reason|FREE_CREDIT_GRANT"),
                new Row(
                        "/v1/wallets/wallet_" + UNKNOWN + "/top-up",
                        "{\"transaction_reason\":\"FREE_CREDIT_GRANT\",\"credits_to_add\":\"1\"}",
                        404,
                        "wallet"));
    }

    @TestFactory
    List<DynamicTest> events() {
        World world = client.world();
        String many =
                IntStream.range(0, 1_001)
                        .mapToObj(i -> "{\"event_name\":\"e\",\"external_customer_id\":\"c\"}")
                        .collect(Collectors.joining(","));
        return all(
                new Row("/v1/events", "{}", 400, "external_customer_id|event_name"),
                new Row(
                        "/v1/events",
                        "{\"event_name\":\"e\",\"customer_id\":\"cust_" + UNKNOWN + "\"}",
                        400,
                        "customer_id|cust_"),
                new Row(
                        "/v1/events",
                        "{\"event_name\":\"e\",\"external_customer_id\":\"c\",\"timestamp\":\"2010-01-01T00:00:00Z\"}",
                        400,
                        "timestamp|10 years"),
                new Row(
                        "/v1/events",
                        "{\"event_name\":\"e\",\"external_customer_id\":\"c\",\"timestamp\":\"2025-01-01T00:00:00Z\"}",
                        400,
                        "timestamp|366 days"),
                new Row(
                        "/v1/events",
                        "{\"event_name\":\"e\",\"external_customer_id\":\"c\",\"timestamp\":1700000000}",
                        400,
                        "timestamp|RFC 3339"),
                new Row(
                        "/v1/events",
                        "{\"event_name\":\"e\",\"external_customer_id\":\"c\",\"properties\":{\"a\":[1]}}",
                        400,
                        "properties.a"),
                new Row("/v1/events/bulk", "{\"events\":[]}", 400, "events|at least 1"),
                new Row(
                        "/v1/events/bulk",
                        "{\"events\":[" + many + "]}",
                        400,
                        "events|at most 1000|1001"),
                new Row(
                        "/v1/events/bulk",
                        "{\"events\":[{\"event_name\":\"e\",\"external_customer_id\":\"c\"},{\"external_customer_id\":\"c\"}]}",
                        400,
                        "events[1].event_name"),
                new Row("/v1/events/amendments", "{}", 400, "reason"),
                new Row(
                        "/v1/events/amendments",
                        "{\"reason\":\"r\",\"deprecate\":[\"nobody\"]}",
                        404,
                        "event|nobody"),
                new Row(
                        "/v1/events/amendments",
                        "{\"reason\":\"r\",\"replace\":[{\"event_id\":\"e\"}]}",
                        400,
                        "replace[0].properties|at least one"),
                new Row(
                        "/v1/events/amendments",
                        "{\"reason\":\"r\",\"timeframe\":{\"external_customer_id\":\"c\",\"start_time\":\"2024-02-01T00:00:00Z\",\"end_time\":\"2024-01-01T00:00:00Z\"}}",
                        400,
                        "timeframe.start_time|before"),
                new Row("/v1/events/amendments/amd_" + UNKNOWN + "/apply", "{}", 404, "amendment"),
                new Row(
                        "/v1/events/amendments/amd_" + UNKNOWN + "/preview",
                        "{}",
                        404,
                        "amendment"),
                new Row("/v1/events/amendments/nonsense/revert", "{}", 404, "amendment"),
                new Row(
                        "/v1/events/amendments/amd_" + UNKNOWN + "/events",
                        "{\"events\":[]}",
                        400,
                        "events|at least 1"),
                new Row("/v1/events/query", "{\"page_size\":0}", 400, "page_size"),
                new Row("/v1/events/query", "{\"iter_last_key\":\"x\"}", 400, "iter_last_key"),
                new Row("/v1/events/query", "{\"iter_first_key\":\"x\"}", 400, "iter_first_key"),
                new Row("/v1/events/query", "{\"order\":\"up\"}", 400, "order|asc, desc|up"),
                new Row("/v1/events/query", "{\"sort\":\"event_name\"}", 400, "sort|timestamp"),
                new Row(
                        "/v1/events/usage/meter",
                        "{\"meter_id\":\"" + world.meter() + "\",\"bucket_size\":\"YEAR\"}",
                        400,
                        "bucket_size|15MIN|YEAR"),
                new Row(
                        "/v1/events/usage",
                        "{\"aggregation_type\":\"COUNT\",\"event_name\":\"e\",\"group_by\":[\"colour\"]}",
                        400,
                        "group_by|source, external_customer_id or properties.NAME|colour"),
                new Row(
                        "/v1/events/analytics",
                        "{\"breakdown_bucket\":\"often\"}",
                        400,
                        "breakdown_bucket"),
                new Row(
                        "/v1/subscriptions/search",
                        "{\"effective_date_for_update\":\"soon\"}",
                        400,
                        "effective_date_for_update|soon"),
                new Row(
                        "/v1/events/query",
                        "{\"start_time\":\"2024-01-01T00:00:00Z\",\"end_time\":\"2023-01-01T00:00:00Z\"}",
                        400,
                        "start_time|before"),
                new Row(
                        "/v1/events/usage/meter",
                        "{\"meter_id\":\"meter_" + UNKNOWN + "\"}",
                        404,
                        "meter"),
                new Row(
                        "/v1/events/usage/meter",
                        "{\"meter_id\":\"m\",\"window_size\":\"YEAR\"}",
                        400,
                        "window_size|15MIN"),
                new Row(
                        "/v1/events/usage/meter",
                        "{\"meter_id\":\"m\",\"window_size\":\"MINUTE\",\"start_time\":\"2020-01-01T00:00:00Z\"}",
                        400,
                        "start_time|at most 100000 windows"),
                new Row(
                        "/v1/events/usage/meter",
                        "{\"meter_id\":\"m\",\"definition\":\"old\"}",
                        400,
                        "definition|in_force|old"),
                new Row(
                        "/v1/events/usage/meter",
                        "{\"meter_id\":\"" + world.meter() + "\",\"definition\":9}",
                        400,
                        "definition|1 to 1|9"),
                new Row("/v1/events/analytics", "{\"definition\":\"0\"}", 400, "definition"),
                new Row(
                        "/v1/subscriptions/" + world.subscription() + "/remeter",
                        "{}",
                        400,
                        "definition|nothing"),
                new Row(
                        "/v1/subscriptions/" + world.subscription() + "/remeter",
                        "{\"definition\":\"newest\",\"line_item_ids\":[\"x\"]}",
                        400,
                        "line_item_ids|x"),
                new Row(
                        "/v1/subscriptions/subs_" + UNKNOWN + "/remeter/preview",
                        "{\"definition\":\"newest\"}",
                        404,
                        "subscription"),
                new Row(
                        "/v1/events/usage",
                        "{\"aggregation_type\":\"COUNT\",\"event_name\":\"e\",\"bucket_size\":\"DAY\"}",
                        400,
                        "bucket_size|only with SUM and MAX"),
                new Row(
                        "/v1/events/usage",
                        "{\"aggregation_type\":\"SUM\",\"event_name\":\"e\",\"property_name\":\"p\",\"group_by_property\":\"x\"}",
                        400,
                        "group_by_property|MAX"),
                new Row(
                        "/v1/events/analytics",
                        "{\"group_by\":[\"colour\"]}",
                        400,
                        "group_by|properties.NAME|colour"),
                new Row(
                        "/v1/events/analytics",
                        "{\"external_customer_id\":\"nobody-here\"}",
                        404,
                        "customer|nobody-here"),
                new Row(
                        "/v1/events/analytics",
                        "{\"feature_ids\":[\"feat_" + UNKNOWN + "\"]}",
                        404,
                        "feature"),
                new Row("/v1/events/analytics", "{\"limit\":0}", 400, "limit"),
                new Row("/v1/events/analytics", "{\"window_size\":\"YEAR\"}", 400, "window_size"),
                new Row("/v1/meter-usage/query", "{}", 400, "meter_id"),
                new Row(
                        "/v1/meter-usage/analytics",
                        "{\"include_children\":true}",
                        400,
                        "include_children"),
                new Row(
                        "/v1/meter-usage/detailed-analytics",
                        "{\"timezone\":\"Mars\"}",
                        400,
                        "timezone"),
                new Row("/v1/events/huggingface-inference", "{}", 400, "requestIds"),
                new Row(
                        "/v1/events/usage",
                        "{\"aggregation_type\":\"SUM\",\"event_name\":\"e\"}",
                        400,
                        "property_name"));
    }

    @Test
    void aBulkWithOneWrongEventSendsNone() {
        int before = MemoryServer.shared().usage().all().size();
        client.post(
                        "/v1/events/bulk",
                        "{\"events\":[{\"event_name\":\"e\",\"external_customer_id\":\"c\"},{\"event_name\":7}]}")
                .must(400);
        assertThat(MemoryServer.shared().usage().all()).hasSize(before);
    }

    @TestFactory
    List<DynamicTest> clock() {
        return all(
                new Row("/v1/clock/advance", "{}", 400, "to|required"),
                new Row(
                        "/v1/clock/advance",
                        "{\"to\":\"2001-01-01T00:00:00Z\"}",
                        400,
                        "to|at or after"),
                new Row("/v1/clock/advance", "{\"to\":\"never\"}", 400, "to|never"));
    }

    @Test
    void aLiveClockIsTheMachines() {
        Client live = new Client(MemoryServer.shared().with(MemoryEngine.LIVE_KEY));
        assertThat(live.get("/v1/clock").must(200).path("now").asString())
                .isEqualTo(MemoryServer.shared().machine().instant().toString());
        assertThat(live.post("/v1/clock/advance", "{\"to\":\"2030-01-01T00:00:00Z\"}").status())
                .isEqualTo(400);
        assertThat(live.put("/v1/clock", "{\"now\":\"2030-01-01T00:00:00Z\"}").status())
                .isEqualTo(400);
    }

    @Test
    void whatAnotherTenantHasIsNotThere() {
        World world = client.world();
        Client stranger = new Client(MemoryServer.shared().with(MemoryEngine.OTHER_KEY));
        for (String path :
                List.of(
                        "/v1/customers/" + world.customer(),
                        "/v1/customers/external/" + world.externalId(),
                        "/v1/customers/" + world.customer() + "/wallets",
                        "/v1/meters/" + world.meter(),
                        "/v1/plans/" + world.plan(),
                        "/v1/prices/" + world.price(),
                        "/v1/subscriptions/" + world.subscription(),
                        "/v1/invoices/" + world.invoice(),
                        "/v1/wallets/" + world.wallet(),
                        "/v1/wallets/" + world.wallet() + "/balance/real-time",
                        "/v1/wallets/" + world.wallet() + "/transactions",
                        "/v1/audit/customer/" + world.customer() + "/history",
                        "/v1/audit/customer/" + world.customer())) {
            assertThat(stranger.get(path).status()).as(path).isEqualTo(404);
        }
        assertThat(stranger.post("/v1/invoices/" + world.invoice() + "/void", "{}").status())
                .isEqualTo(404);
        assertThat(stranger.put("/v1/customers/" + world.customer(), "{\"name\":\"x\"}").status())
                .isEqualTo(404);
    }

    @TestFactory
    List<DynamicTest> lineItems() {
        String path = "/v1/subscriptions/subs_" + UNKNOWN + "/lineitems";
        return all(
                new Row(path, "{}", 400, "price_id|either a price_id or a price|neither"),
                new Row(path, "{\"price_id\":\"p\",\"price\":{}}", 400, "price_id|both"),
                new Row(path, "{\"price_id\":\"price_" + UNKNOWN + "\"}", 404, "subscription"),
                new Row(
                        "/v1/subscriptions/7/lineitems",
                        "{\"price_id\":\"p\"}",
                        404,
                        "subscription"),
                new Row(path, "{\"price_id\":\"p\",\"quantity\":\"many\"}", 400, "quantity|many"),
                new Row(
                        path,
                        "{\"price_id\":\"p\",\"proration_behavior\":\"sometimes\"}",
                        400,
                        "proration_behavior|create_prorations"),
                new Row(
                        path,
                        "{\"price_id\":\"p\",\"commitment_amount\":\"much\"}",
                        400,
                        "commitment_amount|much"),
                new Row(
                        path,
                        "{\"price_id\":\"p\",\"commitment_true_up_enabled\":true}",
                        400,
                        "commitment_amount|neither"),
                new Row(
                        path,
                        "{\"price_id\":\"p\",\"commitment_amount\":7,\"commitment_quantity\":7}",
                        400,
                        "commitment_quantity|both"),
                new Row(
                        path,
                        "{\"price_id\":\"p\",\"commitment_amount\":7,\"commitment_type\":\"quantity\"}",
                        400,
                        "commitment_type|amount"),
                new Row(
                        path,
                        "{\"price_id\":\"p\",\"commitment_amount\":7,\"commitment_time_buckets\":[{}]}",
                        400,
                        "commitment_time_buckets[0].start|required"),
                new Row(
                        path,
                        "{\"price_id\":\"p\",\"commitment_time_buckets\":[{\"start\":{\"hour\":25},\"end\":{\"hour\":24,\"minute\":5}}]}",
                        400,
                        "commitment_time_buckets[0].start.hour|25"),
                new Row(
                        path,
                        "{\"price_id\":\"p\",\"commitment_time_buckets\":[{\"start\":{\"hour\":1},\"end\":{\"hour\":24,\"minute\":5}}]}",
                        400,
                        "commitment_time_buckets[0].end.minute|5"),
                new Row(
                        path,
                        "{\"price_id\":\"p\",\"commitment_time_buckets\":[{\"start\":{\"hour\":1},\"end\":{\"hour\":2},\"commitment_value\":\"-1\"}]}",
                        400,
                        "commitment_time_buckets[0].commitment_value|-1"),
                new Row(
                        path,
                        "{\"price_id\":\"p\",\"commitment_time_buckets\":[{\"start\":{\"hour\":1},\"end\":{\"hour\":2},\"price\":{\"min_quantity\":5}}]}",
                        400,
                        "commitment_time_buckets[0].price.min_quantity|line"),
                new Row(
                        "/v1/subscriptions",
                        "{\"customer_id\":\"c\",\"plan_id\":\"p\",\"line_item_commitments\":{\"p\":{\"overage_factor\":-1}}}",
                        400,
                        "line_item_commitments.p.overage_factor|-1"),
                new Row(
                        "/v1/subscriptions",
                        "{\"customer_id\":\"c\",\"plan_id\":\"p\",\"credit_grants\":[{\"name\":\"g\",\"credits\":\"1\",\"cadence\":\"ONETIME\",\"scope\":\"PLAN\"}]}",
                        400,
                        "credit_grants[0].scope|SUBSCRIPTION"),
                new Row(
                        "/v1/subscriptions",
                        "{\"customer_id\":\"c\",\"plan_id\":\"p\",\"subscription_status\":\"draft\",\"credit_grants\":[{\"name\":\"g\",\"credits\":\"1\",\"cadence\":\"ONETIME\",\"scope\":\"SUBSCRIPTION\"}]}",
                        400,
                        "credit_grants|once it is active"),
                new Row(
                        "/v1/subscriptions/lineitems/search",
                        "{\"entity_type\":\"cart\"}",
                        400,
                        "entity_type|plan"));
    }

    @TestFactory
    List<DynamicTest> invoicesThatWereWritten() {
        String unknown = "/v1/invoices/inv_" + UNKNOWN;
        return all(
                new Row(unknown + "/write-off", "{\"reason\":7}", 400, "reason|text|got 7"),
                new Row(unknown + "/write-off", "{}", 404, "invoice"),
                new Row(unknown + "/recompute?usage=maybe", "{}", 400, "usage|true|maybe"),
                new Row(unknown + "/release", "{}", 400, "how|accept|nothing"),
                new Row(unknown + "/release", "{\"how\":\"force\"}", 400, "how|check_again|force"),
                new Row(
                        unknown + "/release",
                        "{\"how\":\"accept\",\"note\":7}",
                        400,
                        "note|text|got 7"),
                new Row(unknown + "/release", "{\"how\":\"accept\"}", 404, "invoice"),
                new Row(unknown + "/void", "{\"refund\":\"cash\"}", 400, "refund|wallet"),
                new Row(unknown + "/refund-excess", "{\"refund\":7}", 400, "refund"),
                new Row(unknown + "/refund-excess", "{}", 404, "invoice"),
                new Row(unknown + "/comms/trigger", "", 404, "invoice"),
                new Row(
                        "/v1/invoices/preview",
                        "{\"subscription_id\":\"s\",\"hide_zero_charges_line_items\":\"yes\"}",
                        400,
                        "hide_zero_charges_line_items"));
    }
}
