package io.tallybook.app.acceptance;

import static io.tallybook.app.acceptance.Shop.decimal;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Usage that is weighed by time, counted in windows, or computed, from the event to the bill. */
class MeteringTest {
    @Test
    void levelsPeaksAndFormulasAreBilled() throws Exception {
        Shop shop = Shop.open();
        String storage = meter(shop, "storage", "\"type\":\"WEIGHTED_SUM\",\"field\":\"gb\"");
        String peak =
                meter(shop, "peak", "\"type\":\"MAX\",\"field\":\"cpu\",\"bucket_size\":\"DAY\"");
        String cost =
                meter(
                        shop,
                        "cost",
                        "\"type\":\"SUM\",\"expression\":\"event.properties.tokens * rate\"");
        price(shop, storage, "\"billing_model\":\"FLAT_FEE\",\"amount\":\"2.00\"");
        price(
                shop,
                peak,
                "\"billing_model\":\"PACKAGE\",\"amount\":\"50.00\","
                        + "\"transform_quantity\":{\"divide_by\":10,\"round\":\"up\"}");
        price(shop, cost, "\"billing_model\":\"FLAT_FEE\",\"amount\":\"1.00\"");
        String subscription = shop.subscribe(shop.customer("acme"));

        // Held for half of the 31 days.
        event(shop, "storage", "s1", "2025-01-30T12:00:00Z", "{\"gb\":\"10\"}");
        event(shop, "peak", "p1", "2025-01-16T10:00:00Z", "{\"cpu\":\"3\"}");
        event(shop, "peak", "p2", "2025-01-16T11:00:00Z", "{\"cpu\":\"2\"}");
        event(shop, "peak", "p3", "2025-01-17T10:00:00Z", "{\"cpu\":\"4\"}");
        event(shop, "cost", "c1", "2025-01-17T10:00:00Z", "{\"tokens\":\"3\",\"rate\":\"2.5\"}");
        event(shop, "cost", "c2", "2025-01-17T10:00:00Z", "{\"tokens\":\"3\"}");
        shop.advance("2025-02-16T00:00:00Z");

        List<JsonNode> invoices = shop.invoices(subscription);
        assertThat(invoices).hasSize(1);
        assertThat(decimal(invoices.getFirst(), "total")).isEqualByComparingTo("127.5");
        JsonNode invoice =
                shop.http().get("/v1/invoices/" + Shop.id(invoices.getFirst())).expect(200);
        Map<String, BigDecimal> quantities = new TreeMap<>();
        invoice.path("line_items")
                .forEach(
                        l -> quantities.put(l.path("meter_id").asString(), decimal(l, "quantity")));
        assertThat(quantities.get(storage)).isEqualByComparingTo("5");
        assertThat(quantities.get(peak)).isEqualByComparingTo("7");
        assertThat(quantities.get(cost)).isEqualByComparingTo("7.5");
    }

    private static String meter(Shop shop, String event, String aggregation) throws Exception {
        return shop.http()
                .post(
                        "/v1/features",
                        """
                        {"name":"%1$s","type":"metered","meter":{"name":"%1$s","event_name":"%1$s",
                         "reset_usage":"BILLING_PERIOD","aggregation":{%2$s}}}\
                        """
                                .formatted(event, aggregation))
                .expect(201)
                .path("meter_id")
                .asString();
    }

    private static void price(Shop shop, String meter, String model) throws Exception {
        shop.http()
                .post(
                        "/v1/prices",
                        """
                        {"entity_type":"PLAN","entity_id":"%s","currency":"usd","type":"USAGE","meter_id":"%s",
                         "billing_period":"MONTHLY","billing_period_count":1,"invoice_cadence":"ARREAR",
                         "price_unit_type":"FIAT",%s}\
                        """
                                .formatted(shop.plan(), meter, model))
                .expect(201);
    }

    private static void event(Shop shop, String name, String id, String at, String properties)
            throws Exception {
        shop.http()
                .post(
                        "/v1/events",
                        """
                        {"event_id":"%s","event_name":"%s","external_customer_id":"acme","timestamp":"%s",
                         "properties":%s}\
                        """
                                .formatted(id, name, at, properties))
                .expect(202);
    }
}
