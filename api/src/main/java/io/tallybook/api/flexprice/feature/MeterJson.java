package io.tallybook.api.flexprice.feature;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.usage.UsageQuery.WindowSize;
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
                .put(
                        "bucket_size",
                        definition.bucketSize() == null ? null : window(definition.bucketSize()))
                .put("group_by", definition.groupBy())
                .put("expression", definition.expression())
                .node();
    }

    /** The contract's word for a length of windows. */
    public static String window(WindowSize size) {
        return switch (size) {
            case MINUTE -> "MINUTE";
            case FIFTEEN_MINUTES -> "15MIN";
            case THIRTY_MINUTES -> "30MIN";
            case HOUR -> "HOUR";
            case THREE_HOURS -> "3HOUR";
            case SIX_HOURS -> "6HOUR";
            case TWELVE_HOURS -> "12HOUR";
            case DAY -> "DAY";
            case WEEK -> "WEEK";
            case MONTH -> "MONTH";
        };
    }
}
