package io.tallybook.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.app.running.Http;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class CustomersTest {
    @Test
    void aCustomerGoesOnlyWhenItsSubscriptionsHaveEnded() throws Exception {
        Shop shop = Shop.open();
        Http http = shop.http();
        String id = shop.customer("acme");
        String subscription = shop.subscribe(id);
        JsonNode listed = http.get("/v1/customers/external/acme/subscriptions").expect(200);
        assertThat(listed.at("/items/0/id").asString()).isEqualTo(subscription);
        Http.Answer refused = http.send("DELETE", "/v1/customers/" + id, "");
        assertThat(refused.expect(400).toString()).contains("1 subscriptions");
        http.post(
                        "/v1/subscriptions/" + subscription + "/cancel",
                        "{\"cancellation_type\":\"immediate\"}")
                .expect(200);
        http.send("DELETE", "/v1/customers/external/acme", "").expect(204);
        assertThat(http.get("/v1/customers/" + id).expect(200).path("status").asString())
                .isEqualTo("deleted");
        http.get("/v1/customers/external/acme").expect(404);
        assertThat(http.get("/v1/customers").expect(200).path("items").size()).isZero();
        http.send("DELETE", "/v1/customers/" + id, "").expect(204);
        String again = shop.customer("acme");
        assertThat(http.get("/v1/customers/external/acme").expect(200).path("id").asString())
                .isEqualTo(again)
                .isNotEqualTo(id);
    }

    @Test
    void aCustomerBelongsToAnother() throws Exception {
        Http http = Shop.open().http();
        String parent = customer(http, "parent", "");
        String child = customer(http, "child", ",\"parent_customer_external_id\":\"parent\"");
        JsonNode shown = http.get("/v1/customers/" + child + "?expand=parent_customer").expect(200);
        assertThat(shown.path("parent_customer_id").asString()).isEqualTo(parent);
        assertThat(shown.at("/parent_customer/name").asString()).isEqualTo("parent");
        String under = "{\"parent_customer_id\":\"" + child + "\"}";
        assertThat(http.put("/v1/customers/" + parent, under).expect(400).toString())
                .contains("parent_customer_id");
        assertThat(http.send("DELETE", "/v1/customers/" + parent, "").expect(400).toString())
                .contains("parent of 1");
        http.put("/v1/customers/" + child, "{\"parent_customer_id\":\"\"}").expect(200);
        http.send("DELETE", "/v1/customers/" + parent, "").expect(204);
    }

    @Test
    void whatIsAgreedWithACustomerIsShownAndChanged() throws Exception {
        Http http = Shop.open().http();
        String id =
                customer(
                        http,
                        "acme",
                        ",\"currency\":\"EUR\",\"locale\":\"de-DE\",\"timezone\":\"Europe/Berlin\","
                            + "\"tax_ids\":[{\"type\":\"eu_vat\",\"value\":\"DE123\"}],"
                            + "\"integration_entity_mapping\":[{\"id\":\"cus_1\",\"provider\":\"stripe\"}]");
        http.put("/v1/customers?external_customer_id=acme", "{\"email\":\"a@b.test\"}").expect(200);
        JsonNode shown = http.get("/v1/customers/" + id).expect(200);
        assertThat(shown.path("currency").asString()).isEqualTo("eur");
        assertThat(shown.path("locale").asString()).isEqualTo("de-DE");
        assertThat(shown.path("timezone").asString()).isEqualTo("Europe/Berlin");
        assertThat(shown.path("email").asString()).isEqualTo("a@b.test");
        assertThat(shown.at("/tax_ids/0/value").asString()).isEqualTo("DE123");
        assertThat(shown.at("/integrations/0/provider_type").asString()).isEqualTo("stripe");
        assertThat(shown.at("/integrations/0/provider_entity_id").asString()).isEqualTo("cus_1");
    }

    @Test
    void aHundredAtOnceWithOneExternalIdMakeOneCustomer() throws Exception {
        Http http = Shop.open().http();
        List<Callable<Integer>> attempts =
                IntStream.range(0, 100)
                        .<Callable<Integer>>mapToObj(
                                i ->
                                        () ->
                                                http.post(
                                                                "/v1/customers",
                                                                "{\"external_id\":\"acme\",\"name\":\"n"
                                                                        + i
                                                                        + "\"}")
                                                        .status())
                        .toList();
        try (ExecutorService pool = Executors.newFixedThreadPool(25)) {
            List<Integer> statuses =
                    pool.invokeAll(attempts).stream().map(CustomersTest::status).toList();
            assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
            assertThat(statuses).filteredOn(status -> status == 409).hasSize(99);
        }
        assertThat(http.get("/v1/customers").expect(200).at("/pagination/total").asInt()).isOne();
    }

    private static int status(Future<Integer> attempt) {
        try {
            return attempt.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static String customer(Http http, String name, String more) throws Exception {
        return Shop.id(
                http.post(
                                "/v1/customers",
                                "{\"external_id\":\""
                                        + name
                                        + "\",\"name\":\""
                                        + name
                                        + "\""
                                        + more
                                        + "}")
                        .expect(201));
    }
}
