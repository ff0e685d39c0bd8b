package io.tallybook.api.flexprice.entitlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.api.memory.Client;
import io.tallybook.api.memory.Client.Told;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class EntitlementsTest {

    private static final String UNKNOWN = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

    private final Client client = Client.sandbox();
    private final Client.World world = client.world();
    private final String feature = feature("metered", ",\"meter_id\":\"" + world.meter() + "\"");

    private String feature(String type, String more) {
        String body =
                "{\"name\":\"F\",\"type\":\"%s\",\"lookup_key\":\"%s\"%s}"
                        .formatted(type, Client.fresh("feature"), more);
        return client.post("/v1/features", body).must(201).path("id").asString();
    }

    private String metered(String more) {
        return "{\"entity_type\":\"PLAN\",\"entity_id\":\"%s\",\"feature_id\":\"%s\",\"feature_type\":\"metered\"%s}"
                .formatted(world.plan(), feature, more);
    }

    private record Row(String path, String body, int status, String words) {}

    @TestFactory
    Stream<DynamicTest> badInput() {
        String staticFeature = feature("static", "");
        String booleanFeature = feature("boolean", "");
        return Stream.of(
                        new Row("", "{}", 400, "entity_type|entity_id|feature_id"),
                        new Row("", metered(",\"usage_limit\":-1"), 400, "usage_limit|0 to"),
                        new Row("", metered(",\"usage_limit\":1.5"), 400, "usage_limit|whole"),
                        new Row("", metered(",\"usage_limit\":\"many\""), 400, "usage_limit"),
                        new Row(
                                "",
                                metered(",\"usage_reset_period\":\"HOURLY\""),
                                400,
                                "usage_reset_period|MONTHLY"),
                        new Row("", metered(",\"is_enabled\":\"yes\""), 400, "is_enabled|true"),
                        new Row("", metered(",\"config_value\":[]"), 400, "config_value|object"),
                        new Row("", metered(",\"start_date\":\"today\""), 400, "start_date"),
                        new Row("", metered(",\"plan_id\":\"x\""), 400, "plan_id"),
                        new Row(
                                "",
                                metered(",\"grant_quota\":\"5\""),
                                400,
                                "grant_duration_unit|required"),
                        new Row(
                                "",
                                metered(
                                        ",\"grant_quota\":\"-5\",\"grant_duration_unit\":\"month\""),
                                400,
                                "grant_quota|negative|grant_duration_unit|hour"),
                        new Row(
                                "",
                                metered(
                                        ",\"grant_quota\":\"5\",\"grant_duration_unit\":\"hour\",\"grant_measure\":\"weight\""),
                                400,
                                "grant_measure|quantity|weight"),
                        new Row(
                                "",
                                metered(
                                        ",\"grant_quota\":\"5\",\"grant_duration_unit\":\"hour\",\"grant_allocation_behavior\":\"later\""),
                                400,
                                "grant_allocation_behavior|unit_start|later"),
                        new Row(
                                "",
                                metered(
                                        ",\"grant_quota\":\"5\",\"grant_duration_unit\":\"hour\",\"grant_duration_value\":1001"),
                                400,
                                "grant_duration_value|1 to 1000"),
                        new Row(
                                "",
                                metered(",\"aggregation_mode\":\"parallel\""),
                                400,
                                "aggregation_mode|additive without a grant_quota"),
                        new Row(
                                "",
                                metered("").replace(feature, "feat_" + UNKNOWN),
                                404,
                                "feature_id|was not found"),
                        new Row(
                                "",
                                metered("").replace(world.plan(), "plan_" + UNKNOWN),
                                404,
                                "entity_id|plan"),
                        new Row(
                                "",
                                metered("").replace(feature, staticFeature),
                                400,
                                "feature_type|static|metered"),
                        new Row(
                                "",
                                metered(",\"parent_entitlement_id\":\"ent_" + UNKNOWN + "\""),
                                404,
                                "parent_entitlement_id"),
                        new Row("/bulk", "{}", 400, "items"),
                        new Row("/bulk", "{\"items\":[]}", 400, "items|at least 1"),
                        new Row(
                                "/bulk",
                                "{\"items\":[" + metered("") + ",{}]}",
                                400,
                                "items[1].feature_id"),
                        new Row(
                                "/bulk",
                                "{\"items\":["
                                        + metered("")
                                        + ","
                                        + metered("").replace(feature, booleanFeature)
                                        + "]}",
                                400,
                                "items[1].feature_type|boolean"),
                        new Row("/search", "{\"feature_type\":\"x\"}", 400, "feature_type"),
                        new Row("/search", "{\"entity_type\":\"X\"}", 400, "entity_type|ADDON"),
                        new Row("/search", "{\"is_enabled\":3}", 400, "is_enabled"),
                        new Row("/search", "{\"limit\":0}", 400, "limit"))
                .map(
                        row ->
                                DynamicTest.dynamicTest(
                                        row.status() + " " + row.path() + " " + row.body(),
                                        () -> {
                                            Told told =
                                                    client.post(
                                                            "/v1/entitlements" + row.path(),
                                                            row.body());
                                            assertThat(told.status())
                                                    .as(told.body().toString())
                                                    .isEqualTo(row.status());
                                            assertThat(told.message())
                                                    .contains(row.words().split("\\|"));
                                        }));
    }

    @Test
    void aLimitOfNullIsWithoutEndAndAnAbsentOneStays() {
        JsonNode made = client.post("/v1/entitlements", metered(",\"usage_limit\":10")).must(201);
        String path = "/v1/entitlements/" + made.path("id").asString();
        assertThat(made.path("usage_limit").asLong()).isEqualTo(10);
        assertThat(made.path("is_enabled").asBoolean()).isTrue();
        JsonNode off = client.put(path, "{\"is_enabled\":false}").must(200);
        assertThat(off.path("usage_limit").asLong()).isEqualTo(10);
        assertThat(off.path("is_enabled").asBoolean()).isFalse();
        assertThat(client.put(path, "{\"usage_limit\":null}").must(200).get("usage_limit").isNull())
                .isTrue();
        assertThat(client.get(path).must(200).at("/feature/meter/id").asString())
                .isEqualTo(world.meter());
    }

    @Test
    void manyAreMadeInTheOrderOfTheRequest() {
        String flag = feature("boolean", "");
        String second = metered("").replace(feature, flag).replace("\"metered\"", "\"boolean\"");
        JsonNode items =
                client.post(
                                "/v1/entitlements/bulk",
                                "{\"items\":[" + metered("") + "," + second + "]}")
                        .must(201)
                        .path("items");
        assertThat(
                        List.of(
                                items.at("/0/feature_id").asString(),
                                items.at("/1/feature_id").asString()))
                .containsExactly(feature, flag);
        JsonNode ofPlan = client.get("/v1/plans/" + world.plan() + "/entitlements").must(200);
        assertThat(ofPlan.path("id").asString()).isEqualTo(world.plan());
        assertThat(ofPlan.path("items").size()).isEqualTo(2);
        assertThat(ofPlan.path("entitlements").size()).isEqualTo(2);
    }
}
