package io.tallybook.api.flexprice.plan;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.core.catalogue.PlanDocument;
import io.tallybook.core.catalogue.PlanView;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A plan as the contract shows it. */
public final class PlanJson {

    private PlanJson() {}

    /**
     * @param prices its prices, where they are to be shown
     */
    public static ObjectNode of(PlanView view, @Nullable ArrayNode prices) {
        PlanDocument plan = view.plan();
        return BaseJson.of(view)
                .put("name", plan.name())
                .put("lookup_key", plan.lookupKey())
                .put("description", plan.description())
                .put("display_order", plan.displayOrder())
                .map("metadata", plan.metadata())
                .set("prices", prices)
                .nulls("entitlements", "credit_grants")
                .node();
    }
}
