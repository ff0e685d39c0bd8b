package io.tallybook.api.flexprice.tax;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.core.tax.TaxAssociationDocument;
import io.tallybook.core.tax.TaxAssociationView;
import io.tallybook.core.tax.TaxRateView;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A tax association as the contract shows it. */
public final class TaxAssociationJson {
    private TaxAssociationJson() {}

    public static ObjectNode of(TaxAssociationView view, @Nullable TaxRateView rate) {
        TaxAssociationDocument named = view.association();
        return BaseJson.of(view)
                .put("tax_rate_id", named.taxRateId())
                .set("tax_rate", rate == null ? null : TaxRateJson.of(rate))
                .put("entity_type", named.bearer().name().toLowerCase(Locale.ROOT))
                .put("entity_id", named.bearerId())
                .put("priority", named.priority())
                .put(
                        "auto_apply",
                        named.application() == TaxAssociationDocument.Application.AUTOMATIC)
                .put(
                        "currency",
                        named.currency() == null
                                ? null
                                : named.currency().code().toLowerCase(Locale.ROOT))
                .put("start_date", named.startDate())
                .put("end_date", named.endDate())
                .map("metadata", named.metadata())
                .node();
    }
}
