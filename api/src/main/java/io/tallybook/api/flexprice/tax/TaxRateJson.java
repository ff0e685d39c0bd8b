package io.tallybook.api.flexprice.tax;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.core.tax.TaxRateDocument;
import io.tallybook.core.tax.TaxRateView;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** A tax rate as the contract shows it. */
public final class TaxRateJson {
    private TaxRateJson() {}

    public static ObjectNode of(TaxRateView view) {
        TaxRateDocument rate = view.rate();
        return BaseJson.of(view)
                .put("name", rate.name())
                .put("code", rate.code())
                .put("description", rate.description())
                .put("tax_rate_type", rate.type().name().toLowerCase(Locale.ROOT))
                .put("percentage_value", rate.percentage())
                .put("fixed_value", rate.amount())
                .put("inclusive", rate.placement() == TaxRateDocument.Placement.INCLUSIVE)
                .put("scope", rate.scope().name())
                .put("tax_rate_status", rate.status().name())
                .map("metadata", rate.metadata())
                .node();
    }
}
