package io.tallybook.app.acceptance;

import static io.tallybook.app.acceptance.Shop.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What became of each usage event can be looked up, up to the invoice line that counted it. */
class ReceiptTest {
    @Test
    void aReceiptNamesTheInvoiceLineThatCountedTheEventAndSaysWhyAnotherDidNot() throws Exception {
        Shop shop = Shop.open();
        String subscription = shop.subscribe(shop.customer("acme"));
        shop.call("acme", "in-time", "2025-01-20T00:00:00Z");
        shop.advance("2025-02-15T02:00:00Z");
        shop.call("acme", "late", "2025-01-21T00:00:00Z");

        JsonNode invoice = shop.invoices(subscription).getFirst();
        JsonNode counted = receipt(shop, "in-time").path("invoice_lines").path(0);
        assertThat(counted.path("invoice_id").asString()).isEqualTo(id(invoice));
        assertThat(counted.path("invoice_number").asString()).isEqualTo("INV-202502-00001");
        assertThat(lines(invoice)).contains(counted.path("line_id").asString());
        assertThat(counted.path("counted").asBoolean()).isTrue();

        JsonNode late = receipt(shop, "late").path("invoice_lines").path(0);
        assertThat(late.path("invoice_id").asString()).isEqualTo(id(invoice));
        assertThat(late.path("counted").asBoolean()).isFalse();
        assertThat(late.path("not_counted_because").asString()).contains("frozen");
    }

    @Test
    void whatIsNotMeteredSaysWhatIsMissing() throws Exception {
        Shop shop = Shop.open();
        shop.call("nobody", "stray", "2025-01-20T00:00:00Z");
        JsonNode stray = event(shop, "stray");
        assertThat(stray.path("status").asString()).isEqualTo("failed");
        assertThat(failure(stray)).isEqualTo("customer_lookup");

        shop.customer("nobody");
        assertThat(failure(event(shop, "stray"))).isEqualTo("price_lookup");
        assertThat(receipt(shop, "stray").path("ignored_because").asString())
                .isEqualTo("no subscription of the customer has a price for its meters");

        shop.http()
                .post(
                        "/v1/events",
                        "{\"event_id\":\"odd\",\"event_name\":\"jump\",\"external_customer_id\":\"nobody\"}")
                .expect(202);
        assertThat(failure(event(shop, "odd"))).isEqualTo("meter_lookup");
    }

    @Test
    void repeatsAndConflictsAreAccountedForAndNothingIsUnexplained() throws Exception {
        Shop shop = Shop.open();
        shop.customer("acme");
        for (int n = 0; n < 20; n++) {
            shop.call("acme", "call-" + n, "2025-01-20T00:00:00Z");
        }
        shop.call("acme", "call-3", "2025-01-22T00:00:00Z");
        shop.call("other", "call-4", "2025-01-20T00:00:00Z");

        assertThat(receipt(shop, "call-3").path("repeat_count").asInt()).isEqualTo(1);
        assertThat(receipt(shop, "call-3").path("repeats").path(0).path("conflict").asBoolean())
                .isFalse();
        assertThat(receipt(shop, "call-4").path("repeats").path(0).path("conflict").asBoolean())
                .isTrue();
        JsonNode accounts = shop.http().get("/v1/events/accounts").expect(200);
        assertThat(accounts.path("received").asInt()).isEqualTo(22);
        assertThat(accounts.path("stored").asInt()).isEqualTo(20);
        assertThat(accounts.path("repeated").asInt()).isEqualTo(2);
        assertThat(accounts.path("conflicting").asInt()).isEqualTo(1);
        assertThat(accounts.path("unexplained").asInt()).isZero();
    }

    private static List<String> lines(JsonNode invoice) {
        List<String> ids = new ArrayList<>();
        invoice.path("line_items").forEach(line -> ids.add(id(line)));
        return ids;
    }

    private static String failure(JsonNode event) {
        return event.at("/debug_tracker/failure_point/failure_point_type").asString();
    }

    private static JsonNode receipt(Shop shop, String event) throws Exception {
        return event(shop, event).path("receipt");
    }

    private static JsonNode event(Shop shop, String event) throws Exception {
        return shop.http().get("/v1/events/" + event).expect(200);
    }
}
