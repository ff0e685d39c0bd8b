package io.tallybook.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.app.running.Http;
import io.tallybook.app.running.RunningApp;
import io.tallybook.app.running.Stores;
import io.tallybook.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Tokens are planted in every field that may name a person; after the erasure no store holds one,
 * and every bill is what it was.
 */
class ErasureTest {
    private static final List<String> FIELDS =
            List.of(
                    "name",
                    "email",
                    "contact",
                    "address_line1",
                    "address_line2",
                    "address_city",
                    "address_state",
                    "address_postal_code",
                    "address_country");

    private static RunningApp app;

    @BeforeAll
    static void start() throws Exception {
        app = RunningApp.start();
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    /** A person of whom every field is a token of its own. */
    private record Person(String mark) {
        String body(String externalId) {
            Map<String, String> fields = new LinkedHashMap<>();
            FIELDS.forEach(field -> fields.put(field, token(field)));
            fields.put("email", token("email") + "@example.test");
            return "{\"external_id\":\""
                    + externalId
                    + "\","
                    + fields.entrySet().stream()
                            .map(e -> "\"" + e.getKey() + "\":\"" + e.getValue() + "\"")
                            .collect(Collectors.joining(","))
                    + ",\"metadata\":{\""
                    + token("key")
                    + "\":\""
                    + token("value")
                    + "\"},\"tax_ids\":[{\"type\":\"eu_vat\",\"value\":\""
                    + token("tax")
                    + "\"}],\"integration_entity_mapping\":[{\"provider_type\":\"stripe\","
                    + "\"provider_entity_id\":\""
                    + token("stripe")
                    + "\"}]}";
        }

        String token(String field) {
            return "zq" + mark + field.replace("_", "").replaceFirst("address", "");
        }

        List<String> tokens() {
            List<String> tokens = new ArrayList<>(FIELDS.stream().map(this::token).toList());
            List.of("key", "value", "tax", "stripe").forEach(field -> tokens.add(token(field)));
            return tokens;
        }
    }

    @Test
    void nothingOfAPersonIsLeftAnywhereAndEveryBillStays() throws Exception {
        Shop shop = Shop.open(app);
        Http http = shop.http();
        Person ada = new Person("ada");
        Person moved = new Person("moved");
        Person other = new Person("other");
        String refused = ada.body("refused").replace(ada.token("contact"), "zqrefused".repeat(9));
        assertThat(http.post("/v1/customers", refused, "Idempotency-Key", "refused").status())
                .isEqualTo(400);
        JsonNode made =
                http.post("/v1/customers", ada.body("ada"), "Idempotency-Key", "make").expect(201);
        String id = Shop.id(made);
        http.post("/v1/customers", other.body("other")).expect(201);
        http.put("/v1/customers/" + id, moved.body("ada")).expect(200);
        http.post("/v1/customers/search", "{\"external_id\":\"ada\"}", "Idempotency-Key", "search")
                .expect(200);
        String wallet = shop.wallet(id, "5");
        String subscription = shop.subscribe(id);
        for (int i = 0; i < 8; i++) {
            shop.call("ada", "call-" + i, "2025-01-20T00:00:00Z");
        }
        shop.advance("2025-03-20T00:00:00Z");
        List<JsonNode> before = shop.invoices(subscription);
        assertThat(before).hasSizeGreaterThanOrEqualTo(2);
        try (Stores stores = Stores.of(app)) {
            assertThat(stores.tablesWith(moved.token("email")))
                    .as("before the erasure the search needs it, and no event holds it")
                    .contains("public.\"view_customer\".\"email\"")
                    .noneMatch(place -> place.contains("event_entry"));
            JsonNode erased = http.post("/v1/customers/" + id + "/erase", "").expect(200);
            assertThat(erased.path("personal_data").asString()).isEqualTo("erased");
            assertThat(erased.path("copies").asString()).isEqualTo("cleared");
            http.post("/v1/customers/external/ada/erase", "").expect(200);
            List<String> tokens = new ArrayList<>(ada.tokens());
            tokens.addAll(moved.tokens());
            tokens.add("zqrefused");
            for (String token : tokens) {
                assertThat(stores.tablesWith(token)).as(token).isEmpty();
            }
            assertThat(stores.tablesWith(other.token("name"))).as("another's stays").isNotEmpty();
            stores.compact();
            for (String token : List.of("zqada", "zqmoved", "zqrefused")) {
                assertThat(stores.filesWith(token)).as(token).isEmpty();
            }
            assertThat(stores.filesWith("zqother")).isNotEmpty();
        }
        assertThat(app.log()).doesNotContain("zqada", "zqmoved", "zqrefused", "zqother");
        assertThat(shop.invoices(subscription)).as("every bill is what it was").isEqualTo(before);
        assertThat(shop.credits(wallet)).isNotNull();
        shown(http, id);
        replayed(http, id, other);
    }

    @Test
    void nothingOfADeletedUserIsLeftAnywhere() throws Exception {
        Http http = new Http(app.url(), app.key());
        String made = "{\"type\":\"user\",\"email\":\"zquser@example.test\",\"name\":\"zquser\"}";
        String id = Shop.id(http.post("/v1/users", made, "Idempotency-Key", "user").expect(201));
        try (Stores stores = Stores.of(app)) {
            assertThat(stores.tablesWith("zquser"))
                    .as("logging in needs it, and no event holds it")
                    .contains("public.\"view_user\".\"email\"")
                    .noneMatch(place -> place.contains("event_entry"));
            assertThat(http.send("DELETE", "/v1/users/" + id, "").status()).isEqualTo(204);
            Eventually.within(
                    Duration.ofMinutes(2), () -> assertThat(stores.tablesWith("zquser")).isEmpty());
            stores.compact();
            assertThat(stores.filesWith("zquser")).isEmpty();
        }
        JsonNode history = http.get("/v1/audit/user/" + id + "/history").expect(200);
        assertThat(history.at("/items/0/payload/user/profile/name").asString()).isEqualTo("erased");
        assertThat(history.at("/items/0/payload/user/roles/0").asString()).isEqualTo("all_reader");
        assertThat(app.log()).doesNotContain("zquser");
        // The address is free, and whoever has it next is somebody else.
        String again = made.replace("\"name\":\"zquser\"", "\"name\":\"next\"");
        assertThat(Shop.id(http.post("/v1/users", again).expect(201))).isNotEqualTo(id);
    }

    private static void shown(Http http, String id) throws Exception {
        JsonNode customer = http.get("/v1/customers/" + id).expect(200);
        assertThat(customer.path("name").asString()).isEqualTo("erased");
        assertThat(customer.path("email").isNull()).isTrue();
        assertThat(customer.path("external_id").asString()).isEqualTo("ada");
        JsonNode history = http.get("/v1/audit/customer/" + id + "/history").expect(200);
        assertThat(history.at("/items/0/payload/personal/name").asString()).isEqualTo("erased");
        assertThat(history.at("/items/2/event").asString()).isEqualTo("customer.erased");
        assertThat(
                        http.get("/v1/audit/customer/" + id + "?as_of=2025-01-16T00:00:00Z")
                                .expect(200)
                                .toString())
                .contains("erased")
                .doesNotContain("zq");
        assertThat(http.put("/v1/customers/" + id, "{\"name\":\"Ada\"}").status())
                .isIn(400, 409, 422);
    }

    /** The view built anew from the events, on a program that was killed. */
    private static void replayed(Http before, String id, Person other) throws Exception {
        JsonNode live = before.get("/v1/customers/" + id).expect(200);
        try (Stores stores = Stores.of(app)) {
            // As if the program had been killed between the key's end and the clearing, which it
            // takes up again every few seconds: there was something to clear.
            int late =
                    stores.execute(
                            "update idempotent_request set body = replace(body,"
                                    + " '\"name\":\"erased\"', '\"name\":\"zqlate\"')"
                                    + " where key = 'make' and body like '%\"name\":\"erased\"%'");
            assertThat(late).isEqualTo(1);
            stores.execute(
                    "update customer_key set cleared_at = null where customer_id = '" + id + "'");
            stores.execute("truncate view_customer");
            stores.execute("delete from token_entry where processor_name = 'projection.customer'");
            app.kill();
        }
        app.restart();
        Http http = before.at(app.url());
        AtomicReference<String> name = new AtomicReference<>("");
        Eventually.within(
                Duration.ofMinutes(1),
                () -> {
                    JsonNode page =
                            http.post("/v1/customers/search", "{\"external_id\":\"other\"}")
                                    .expect(200);
                    name.set(page.at("/items/0/name").asString(""));
                    assertThat(name.get()).isEqualTo(other.token("name"));
                });
        assertThat(http.get("/v1/customers/" + id).expect(200)).isEqualTo(live);
        try (Stores stores = Stores.of(app)) {
            Eventually.within(
                    Duration.ofMinutes(1), () -> assertThat(stores.tablesWith("zqlate")).isEmpty());
        }
    }

    @Test
    void anEventOfBeforeThereWereSealsIsReadAndErasedToo() throws Exception {
        Http http = new Http(app.url(), app.key()).freshSandbox(Shop.START);
        String id = Shop.id(http.post("/v1/customers", new Person("old").body("old")).expect(201));
        try (Stores stores = Stores.of(app)) {
            String scope =
                    stores.one(
                            "select convert_from(payload, 'UTF8')::jsonb ->> 'scope'"
                                    + " from domain_event_entry where sequence_number = 0"
                                    + " and aggregate_identifier = '"
                                    + id
                                    + "'");
            String open =
                    "{\"customerId\":\""
                            + id
                            + "\",\"scope\":"
                            + scope
                            + ",\"externalId\":\"old\",\"personal\":{\"name\":\"zqopen\"},"
                            + "\"timezone\":\"UTC\",\"metadata\":{\"note\":\"zqopen\"}}";
            assertThat(
                            stores.execute(
                                    "update domain_event_entry set payload_revision = '1',"
                                            + " payload = convert_to('"
                                            + open
                                            + "', 'UTF8') where aggregate_identifier = '"
                                            + id
                                            + "'"))
                    .isEqualTo(1);
            assertThat(
                            http.get("/v1/audit/customer/" + id + "/history")
                                    .expect(200)
                                    .at("/items/0/payload/personal/name")
                                    .asString())
                    .isEqualTo("zqopen");
            http.post("/v1/customers/" + id + "/erase", "").expect(200);
            assertThat(stores.tablesWith("zqopen")).isEmpty();
            assertThat(
                            http.get("/v1/audit/customer/" + id + "/history")
                                    .expect(200)
                                    .at("/items/0/payload/personal/name")
                                    .asString())
                    .isEqualTo("erased");
        }
    }
}
