package io.tallybook.api.flexprice.price;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.core.catalogue.PriceUnitDocument;
import io.tallybook.core.catalogue.PriceUnitView;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** A price unit as the contract shows it. */
public final class PriceUnitJson {
    private PriceUnitJson() {}

    public static ObjectNode of(PriceUnitView view) {
        PriceUnitDocument unit = view.unit();
        return BaseJson.of(view)
                .put("name", unit.name())
                .put("code", unit.code())
                .put("symbol", unit.symbol())
                .put("base_currency", unit.baseCurrency().code().toLowerCase(Locale.ROOT))
                .put("conversion_rate", unit.conversionRate())
                .map("metadata", unit.metadata())
                .node();
    }
}
