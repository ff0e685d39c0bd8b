package io.tallybook.api.flexprice.tax;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.View;
import io.tallybook.core.tax.TaxRateDocument;
import io.tallybook.core.tax.TaxRateId;
import io.tallybook.core.tax.TaxRateView;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** A tax rate as the contract shows it. */
public final class TaxRateJson {
    private TaxRateJson() {}

    public static ObjectNode of(TaxRateView view) {
        return add(BaseJson.of(view), view.rate());
    }

    /** A rate as it was when an entity noted it down. */
    public static ObjectNode of(View noted, TaxRateId id, TaxRateDocument rate) {
        return add(BaseJson.add(Json.object(), noted).put("id", id), rate);
    }

    private static ObjectNode add(Json json, TaxRateDocument rate) {
        return json.put("name", rate.name())
                .put("code", rate.code())
                .put("description", rate.description())
                .put("tax_rate_type", rate.type().name().toLowerCase(Locale.ROOT))
                .put("percentage_value", rate.percentage())
                .put("fixed_value", rate.amount())
                .put("inclusive", rate.containedInPrice())
                .put("scope", rate.scope().name())
                .put("tax_rate_status", rate.status().name())
                .map("metadata", rate.metadata())
                .node();
    }
}
