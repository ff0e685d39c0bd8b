package io.tallybook.api.flexprice.feature;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.core.catalogue.FeatureDocument;
import io.tallybook.core.catalogue.FeatureView;
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
                .nulls("alert_settings", "group", "group_id", "reporting_unit")
                .node();
    }
}
