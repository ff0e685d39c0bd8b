package io.tallybook.api.flexprice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.api.memory.Client;
import io.tallybook.api.memory.Client.World;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Plans, features, meters and groups, from being made to being deleted. */
class CatalogueTest {

    private final Client client = Client.sandbox();

    private static String id(JsonNode made) {
        return made.get("id").stringValue();
    }

    private List<String> listed(String path, String body) {
        List<String> ids = new ArrayList<>();
        client.post(path, body).must(200).get("items").forEach(item -> ids.add(id(item)));
        return ids;
    }

    @Test
    void aPlanIsChangedAndDeletedAndStaysReadable() {
        String plan =
                id(
                        client.post(
                                        "/v1/pricing-plans",
                                        "{\"name\":\"Pro\",\"description\":\"d\",\"metadata\":{\"a\":\"b\"}}")
                                .must(201));
        JsonNode changed =
                client.put("/v1/plans/" + plan, "{\"name\":\"Pro 2\",\"display_order\":7}")
                        .must(200);
        assertThat(changed.get("name").stringValue()).isEqualTo("Pro 2");
        assertThat(changed.get("description").stringValue()).isEqualTo("d");
        assertThat(changed.get("display_order").intValue()).isEqualTo(7);
        assertThat(changed.at("/metadata/a").stringValue()).isEqualTo("b");

        client.delete("/v1/plans/" + plan).must(200);

        String ids = "{\"plan_ids\":[\"" + plan + "\"]%s}";
        assertThat(client.get("/v1/plans/" + plan).must(200).get("status").stringValue())
                .isEqualTo("deleted");
        assertThat(listed("/v1/plans/search", ids.formatted(""))).isEmpty();
        assertThat(listed("/v1/plans/search", ids.formatted(",\"status\":\"deleted\"")))
                .containsExactly(plan);
        assertThat(client.put("/v1/plans/" + plan, "{}").status()).isEqualTo(404);
    }

    @Test
    void nobodySubscribesToADeletedPlan() {
        World world = client.world();
        client.delete("/v1/plans/" + world.plan()).must(200);

        Client.Told told =
                client.post(
                        "/v1/subscriptions",
                        Client.subscriptionBody(world.customer(), world.plan()));

        assertThat(told.status()).isEqualTo(404);
        assertThat(told.message()).contains("deleted");
    }

    @Test
    void aClonedPlanHasPricesAndEntitlementsOfItsOwn() {
        World world = client.world();
        String feature =
                id(
                        client.post("/v1/features", "{\"name\":\"Flag\",\"type\":\"boolean\"}")
                                .must(201));
        client.post(
                        "/v1/entitlements",
                        "{\"entity_type\":\"PLAN\",\"entity_id\":\"%s\",\"feature_id\":\"%s\",\"feature_type\":\"boolean\",\"is_enabled\":true}"
                                .formatted(world.plan(), feature))
                .must(201);

        JsonNode copy =
                client.post("/v1/plans/" + world.plan() + "/clone", "{\"name\":\"Copy\"}")
                        .must(201);

        assertThat(copy.get("name").stringValue()).isEqualTo("Copy");
        assertThat(id(copy)).isNotEqualTo(world.plan());
        assertThat(copy.get("prices").size()).isEqualTo(1);
        JsonNode price = copy.get("prices").get(0);
        assertThat(id(price)).isNotEqualTo(world.price());
        assertThat(price.get("entity_id").stringValue()).isEqualTo(id(copy));
        assertThat(price.get("meter_id").stringValue()).isEqualTo(world.meter());
        assertThat(copy.get("entitlements").size()).isEqualTo(1);
        assertThat(copy.at("/entitlements/0/entity_id").stringValue()).isEqualTo(id(copy));
        assertThat(copy.at("/entitlements/0/feature_id").stringValue()).isEqualTo(feature);
    }

    @Test
    void aFeatureIsChangedClonedAndDeleted() {
        String group =
                id(
                        client.post(
                                        "/v1/groups",
                                        "{\"name\":\"G\",\"entity_type\":\"feature\",\"lookup_key\":\"%s\"}"
                                                .formatted(Client.fresh("group")))
                                .must(201));
        JsonNode made =
                client.post("/v1/features", Client.featureBody(Client.fresh("f"))).must(201);
        String feature = id(made);
        JsonNode changed =
                client.put(
                                "/v1/features/" + feature,
                                """
                                {"name":"All tokens","group_id":"%s",
                                 "filters":[{"key":"model","values":["small"]}],
                                 "reporting_unit":{"unit_singular":"k","unit_plural":"ks","conversion_rate":0.001},
                                 "alert_settings":{"critical":{"threshold":"5","condition":"below"}}}
                                """
                                        .formatted(group))
                        .must(200);
        assertThat(changed.get("name").stringValue()).isEqualTo("All tokens");
        assertThat(changed.at("/group/id").stringValue()).isEqualTo(group);
        assertThat(changed.at("/meter/filters/0/values/0").stringValue()).isEqualTo("small");
        assertThat(changed.at("/reporting_unit/conversion_rate").decimalValue())
                .isEqualByComparingTo("0.001");
        assertThat(changed.at("/alert_settings/critical/threshold").stringValue()).isEqualTo("5");
        assertThat(client.get("/v1/groups/" + group).must(200).at("/entity_ids/0").stringValue())
                .isEqualTo(feature);

        JsonNode copy = client.post("/v1/features/" + feature + "/clone", "{}").must(201);
        assertThat(copy.get("name").stringValue()).isEqualTo("All tokens (copy)");
        assertThat(copy.get("lookup_key").isNull()).isTrue();
        assertThat(copy.at("/meter/id").stringValue())
                .isNotEqualTo(made.at("/meter/id").stringValue());
        assertThat(copy.at("/meter/aggregation/multiplier").stringValue()).isEqualTo("2");

        client.delete("/v1/features/" + feature).must(200);
        client.delete("/v1/groups/" + group).must(204);
        assertThat(listed("/v1/groups/search", "{\"group_ids\":[\"" + group + "\"]}")).isEmpty();
    }

    @Test
    void aFeatureThatIsGivenIsNotDeleted() {
        World world = client.world();
        String feature =
                id(
                        client.post("/v1/features", "{\"name\":\"Flag\",\"type\":\"boolean\"}")
                                .must(201));
        client.post(
                        "/v1/entitlements",
                        "{\"entity_type\":\"PLAN\",\"entity_id\":\"%s\",\"feature_id\":\"%s\",\"feature_type\":\"boolean\",\"is_enabled\":true}"
                                .formatted(world.plan(), feature))
                .must(201);

        Client.Told told = client.delete("/v1/features/" + feature);

        assertThat(told.status()).isEqualTo(400);
        assertThat(told.message()).contains("1 entitlements");
    }

    @Test
    void everyAggregationIsKeptAndCanBePriced() {
        World world = client.world();
        for (String aggregation :
                List.of(
                        "{\"type\":\"WEIGHTED_SUM\",\"field\":\"x\"}",
                        "{\"type\":\"MAX\",\"field\":\"x\",\"bucket_size\":\"15MIN\",\"group_by\":\"r\"}",
                        "{\"type\":\"SUM\",\"expression\":\"a * b\"}")) {
            JsonNode meter =
                    client.post(
                                    "/v1/meters",
                                    "{\"name\":\"m\",\"event_name\":\"e\",\"aggregation\":%s}"
                                            .formatted(aggregation))
                            .must(201);
            JsonNode price =
                    client.post("/v1/prices", Client.priceBody(world.plan(), id(meter))).must(201);
            assertThat(price.get("meter_id").stringValue()).isEqualTo(id(meter));
        }
    }

    @Test
    void aMeterIsChangedDisabledAndDeleted() {
        World world = client.world();
        JsonNode changed =
                client.put("/v1/meters/" + world.meter(), "{\"name\":\"Other\"}").must(200);
        assertThat(changed.get("name").stringValue()).isEqualTo("Other");
        assertThat(changed.at("/filters/0/key").stringValue()).isEqualTo("model");

        client.post("/v1/meters/" + world.meter() + "/disable", "{}").must(200);
        assertThat(status("/v1/meters/" + world.meter())).isEqualTo("archived");
        assertThat(
                        client.post(
                                        "/v1/features",
                                        "{\"name\":\"n\",\"type\":\"metered\",\"meter_id\":\"%s\"}"
                                                .formatted(world.meter()))
                                .status())
                .isEqualTo(404);
        client.delete("/v1/meters/" + world.meter()).must(200);
        assertThat(status("/v1/meters/" + world.meter())).isEqualTo("deleted");
    }

    private String status(String path) {
        return client.get(path).must(200).get("status").stringValue();
    }
}
