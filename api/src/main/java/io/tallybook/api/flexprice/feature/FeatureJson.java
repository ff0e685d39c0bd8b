package io.tallybook.api.flexprice.feature;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.api.flexprice.group.GroupJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.catalogue.FeatureDocument;
import io.tallybook.core.catalogue.FeatureView;
import io.tallybook.core.catalogue.GroupView;
import io.tallybook.core.catalogue.MeterView;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A feature as the contract shows it. */
public final class FeatureJson {

    private FeatureJson() {}

    /**
     * @param meter its meter in full, where it is to be shown
     */
    public static ObjectNode of(FeatureView view, @Nullable MeterView meter) {
        return of(view, meter, null);
    }

    /**
     * @param meter its meter in full, where it is to be shown
     * @param group its group in full, where it is to be shown
     */
    public static ObjectNode of(
            FeatureView view, @Nullable MeterView meter, @Nullable GroupView group) {
        FeatureDocument feature = view.feature();
        return BaseJson.of(view)
                .put("name", feature.name())
                .put("type", feature.type().name().toLowerCase(Locale.ROOT))
                .put("lookup_key", feature.lookupKey())
                .put("description", feature.description())
                .put("meter_id", feature.meterId())
                .set("meter", meter == null ? null : MeterJson.of(meter))
                .put("unit_singular", feature.unitSingular())
                .put("unit_plural", feature.unitPlural())
                .map("metadata", feature.metadata())
                .put("group_id", feature.groupId())
                .set("group", group == null ? null : GroupJson.of(group, null))
                .set("reporting_unit", unit(feature.reportingUnit()))
                .set("alert_settings", alerts(feature.alerts()))
                .node();
    }

    private static @Nullable ObjectNode unit(FeatureDocument.@Nullable ReportingUnit unit) {
        return unit == null
                ? null
                : Json.object()
                        .put("unit_singular", unit.unitSingular())
                        .put("unit_plural", unit.unitPlural())
                        .number("conversion_rate", unit.conversionRate())
                        .node();
    }

    private static @Nullable ObjectNode alerts(FeatureDocument.@Nullable Alerts alerts) {
        return alerts == null
                ? null
                : Json.object()
                        .put("alert_enabled", alerts.mode() == FeatureDocument.Alerts.Mode.ON)
                        .set("critical", threshold(alerts.critical()))
                        .set("warning", threshold(alerts.warning()))
                        .set("info", threshold(alerts.info()))
                        .node();
    }

    private static @Nullable ObjectNode threshold(FeatureDocument.@Nullable Threshold threshold) {
        return threshold == null
                ? null
                : Json.object()
                        .put("threshold", threshold.threshold())
                        .put("condition", threshold.condition().name().toLowerCase(Locale.ROOT))
                        .node();
    }
}
