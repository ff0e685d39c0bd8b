package io.tallybook.api.flexprice.feature;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterView;
import tools.jackson.databind.node.ObjectNode;

/** A meter as the contract shows it. */
public final class MeterJson {

    private MeterJson() {}

    public static ObjectNode of(MeterView meter) {
        MeterDefinition definition = meter.definition();
        return BaseJson.of(meter)
                .put("name", meter.name())
                .put("event_name", definition.eventName())
                .set("aggregation", aggregation(definition))
                .list(
                        "filters",
                        definition.filters(),
                        f -> Json.object().put("key", f.key()).texts("values", f.values()).node())
                .put("reset_usage", meter.resetUsage().name())
                .node();
    }

    private static ObjectNode aggregation(MeterDefinition definition) {
        return Json.object()
                .put("type", definition.aggregation().name())
                .put("field", definition.field())
                .put("multiplier", definition.multiplier())
                .nulls("bucket_size", "group_by", "expression")
                .node();
    }
}
