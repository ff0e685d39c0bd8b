package io.tallybook.api.flexprice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.api.memory.Client;
import io.tallybook.api.memory.Client.World;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What going over to another billing period would come to, of a plan with prices for both. */
class PeriodChangeTest {
    private final Client client = Client.sandbox();

    @Test
    void aPreviewTellsTheNewCycleAndStoresNothing() {
        World world = client.world();
        client.post(
                        "/v1/prices",
                        """
                        {"entity_type":"PLAN","entity_id":"%s","type":"FIXED","billing_model":"FLAT_FEE",
                         "amount":"120.00","currency":"usd","billing_period":"ANNUAL","billing_period_count":1,
                         "invoice_cadence":"ADVANCE","price_unit_type":"FIAT","display_name":"Year"}
                        """
                                .formatted(world.plan()))
                .must(201);
        String path = "/v1/subscriptions/" + world.subscription();
        JsonNode before = client.get(path).must(200);

        JsonNode preview =
                client.post(
                                path + "/change/preview",
                                """
                                {"target_plan_id":"%s","billing_cadence":"RECURRING","billing_period":"ANNUAL",
                                 "billing_cycle":"anniversary","proration_behavior":"create_prorations"}
                                """
                                        .formatted(world.plan()))
                        .must(200);

        JsonNode cycle = preview.path("new_billing_cycle");
        Instant start = Instant.parse(cycle.path("period_start").asString());
        assertThat(cycle.path("billing_period").asString()).isEqualTo("ANNUAL");
        assertThat(start).isEqualTo(Instant.parse(preview.path("effective_date").asString()));
        assertThat(Instant.parse(cycle.path("period_end").asString()))
                .isEqualTo(start.atZone(ZoneOffset.UTC).plusYears(1).toInstant());
        // By the month only usage is charged, which nobody paid in advance.
        assertThat(preview.at("/proration_details/credit_amount").asString()).isEqualTo("0");
        assertThat(preview.path("change_type").asString()).isEqualTo("upgrade");
        assertThat(client.get(path).must(200)).isEqualTo(before);
    }
}
