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
     * What is shown in full of what belongs to it; null is not asked for.
     *
     * @param grants the credit grants that come with it
     */
    public record Shown(
            @Nullable ArrayNode prices,
            @Nullable ArrayNode entitlements,
            @Nullable ArrayNode grants) {
        public static Shown alone() {
            return new Shown(null, null, null);
        }
    }

    /**
     * @param prices its prices, where they are to be shown
     */
    public static ObjectNode of(PlanView view, @Nullable ArrayNode prices) {
        return with(view, new Shown(prices, null, null));
    }

    public static ObjectNode with(PlanView view, Shown shown) {
        PlanDocument plan = view.plan();
        return BaseJson.of(view)
                .put("name", plan.name())
                .put("lookup_key", plan.lookupKey())
                .put("description", plan.description())
                .put("display_order", plan.displayOrder())
                .map("metadata", plan.metadata())
                .set("prices", shown.prices())
                .set("entitlements", shown.entitlements())
                .set("credit_grants", shown.grants())
                .node();
    }
}
