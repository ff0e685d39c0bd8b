package io.tallybook.api.flexprice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.api.memory.Client;
import io.tallybook.api.memory.Client.Told;
import io.tallybook.api.memory.Client.World;
import io.tallybook.api.memory.MemoryServer;
import io.tallybook.api.response.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whatever becomes of a valid body on its way, the answer is never a fault of ours. */
class MutatedBodyTest {

    private static final List<String> REPLACEMENTS =
            List.of(
                    "null",
                    "true",
                    "0",
                    "-1",
                    "1e400",
                    "123456789012345678901234567890.5",
                    "\"\"",
                    "\" \"",
                    "\"\\u0000\"",
                    "\"\\ud800\"",
                    "\"9999-99-99T99:99:99Z\"",
                    "\"+999999999-01-01T00:00:00Z\"",
                    "\"0001-01-01T00:00:00+18:00\"",
                    "\"9999-12-31T23:59:59Z\"",
                    "\"-0\"",
                    "\"1E+2147483647\"",
                    "\"1E-2147483647\"",
                    "[]",
                    "{}",
                    "[[]]",
                    "[null]",
                    "{\"\":\"\"}",
                    "{\"a\":{\"b\":1}}",
                    "\"plan_\"",
                    "\"💥\"",
                    "\"%\"",
                    "1.0",
                    "2147483648",
                    "-9223372036854775809");

    private record Target(String path, String body) {}

    private static final class Prepared {
        // It moves the clock to the end of time.
        static final Client CLIENT = new Client(MemoryServer.apart().sandbox());
        static final World WORLD = CLIENT.world();
        static final List<Target> TARGETS = targets(WORLD);
    }

    private static List<Target> targets(World w) {
        String event =
                "{\"event_id\":\"m\",\"event_name\":\"e\",\"external_customer_id\":\"c\",\"timestamp\":\"2023-11-02T00:00:00Z\",\"properties\":{\"a\":\"1\"}}";
        return List.of(
                new Target("/v1/customers", Client.customerBody("mutant")),
                new Target(
                        "/v1/customers/search",
                        "{\"customer_ids\":[\"c\"],\"filters\":[{\"field\":\"email\",\"operator\":\"eq\",\"data_type\":\"string\",\"value\":{\"string\":\"x\"}}],\"sort\":[{\"field\":\"name\",\"direction\":\"asc\"}],\"limit\":5,\"offset\":0,\"expand\":\"x\",\"start_time\":\"2023-01-01T00:00:00Z\"}"),
                new Target("/v1/features", Client.featureBody("mutant")),
                new Target(
                        "/v1/plans",
                        "{\"name\":\"p\",\"display_order\":3,\"metadata\":{\"a\":\"b\"}}"),
                new Target("/v1/prices", Client.priceBody(w.plan(), w.meter())),
                new Target(
                        "/v1/prices/bulk",
                        "{\"items\":[" + Client.priceBody(w.plan(), w.meter()) + "]}"),
                new Target(
                        "/v1/prices/search",
                        "{\"plan_ids\":[\""
                                + w.plan()
                                + "\"],\"expand\":\"meters\",\"sort\":\"created_at\",\"entity_type\":\"PLAN\"}"),
                new Target("/v1/subscriptions", Client.subscriptionBody(w.customer(), w.plan())),
                new Target(
                        "/v1/subscriptions/search",
                        "{\"customer_id\":\""
                                + w.customer()
                                + "\",\"subscription_status\":[\"active\"],\"expand\":\"plan,customer\"}"),
                new Target(
                        "/v1/subscriptions/usage",
                        "{\"subscription_id\":\""
                                + w.subscription()
                                + "\",\"end_time\":\"2023-11-03T00:00:00Z\"}"),
                new Target(
                        "/v1/invoices/search",
                        "{\"invoice_status\":[\"DRAFT\"],\"external_customer_id\":\"c\",\"period_start_gte\":\"2023-01-01T00:00:00Z\",\"skip_line_items\":true}"),
                new Target(
                        "/v1/invoices/preview",
                        "{\"subscription_id\":\"" + w.subscription() + "\"}"),
                new Target("/v1/wallets", Client.walletBody(w.customer())),
                new Target(
                        "/v1/wallets/" + w.wallet() + "/top-up",
                        "{\"credits_to_add\":\"5\",\"transaction_reason\":\"FREE_CREDIT_GRANT\",\"expiry_date_utc\":\"2024-01-01T00:00:00Z\",\"priority\":1,\"idempotency_key\":\"k\"}"),
                new Target(
                        "/v1/wallets/search",
                        "{\"wallet_ids\":[\"" + w.wallet() + "\"],\"status\":\"active\"}"),
                new Target("/v1/events", event),
                new Target("/v1/events/bulk", "{\"events\":[" + event + "]}"),
                new Target(
                        "/v1/events/query",
                        "{\"external_customer_id\":\"c\",\"page_size\":5,\"iter_last_key\":\"2023-11-02T00:00:00Z::x\",\"property_filters\":{\"a\":[\"b\"]},\"start_time\":\"2023-11-01T00:00:00Z\",\"end_time\":\"2023-12-01T00:00:00Z\"}"),
                new Target(
                        "/v1/events/usage/meter",
                        "{\"meter_id\":\""
                                + w.meter()
                                + "\",\"window_size\":\"DAY\",\"timezone\":\"UTC\",\"filters\":{\"a\":[\"b\"]},\"start_time\":\"2023-11-01T00:00:00Z\",\"end_time\":\"2023-12-01T00:00:00Z\"}"),
                new Target("/v1/clock/advance", "{\"to\":\"2023-11-01T00:00:00Z\"}"));
    }

    @Property(tries = 1_500)
    void noMutationOfAValidBodyIsAFaultOfOurs(@ForAll long seed) {
        Random random = new Random(seed);
        Target target = Prepared.TARGETS.get(random.nextInt(Prepared.TARGETS.size()));
        JsonNode body = Json.MAPPER.readTree(target.body());
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times; i++) {
            mutate(body, random);
        }
        Told told = Prepared.CLIENT.post(target.path(), body.toString());
        assertThat(told.status())
                .as("%s %s answered %s", target.path(), body, told.body())
                .isLessThan(500);
    }

    private static void mutate(JsonNode root, Random random) {
        List<JsonNode> containers = new ArrayList<>();
        collect(root, containers);
        JsonNode container = containers.get(random.nextInt(containers.size()));
        JsonNode replacement =
                Json.MAPPER.readTree(REPLACEMENTS.get(random.nextInt(REPLACEMENTS.size())));
        if (container instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = List.copyOf(object.propertyNames());
            String name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(3)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(name, replacement);
                default -> object.set(name + "x", replacement);
            }
        } else if (container instanceof ArrayNode array) {
            array.add(replacement);
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainer()) {
            containers.add(node);
            node.values().forEach(child -> collect(child, containers));
        }
    }
}
