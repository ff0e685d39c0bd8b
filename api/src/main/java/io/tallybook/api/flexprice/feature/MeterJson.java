package io.tallybook.api.flexprice.feature;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.catalogue.MeterVersion;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.usage.UsageQuery.WindowSize;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** A meter as the contract shows it. */
public final class MeterJson {

    private MeterJson() {}

    public static ObjectNode of(MeterView meter) {
        MeterDefinition definition = meter.definition();
        List<MeterVersion> versions = definition.history();
        return BaseJson.of(meter)
                .put("name", meter.name())
                .put("event_name", definition.eventName())
                .set("aggregation", aggregation(definition))
                .list("filters", definition.filters(), MeterJson::filter)
                .put("reset_usage", meter.resetUsage().name())
                .put("version", versions.getLast().number())
                .list("versions", versions, MeterJson::version)
                .node();
    }

    /** Which events are looked at from a moment on. */
    public static ObjectNode version(MeterVersion version) {
        return Json.object()
                .put("version", version.number())
                .put("effective_from", version.from())
                .list("filters", version.filters(), MeterJson::filter)
                .node();
    }

    private static ObjectNode filter(MeterDefinition.Filter filter) {
        return Json.object().put("key", filter.key()).texts("values", filter.values()).node();
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
