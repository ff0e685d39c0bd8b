package io.tallybook.api.flexprice.addon;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.core.catalogue.AddonDocument;
import io.tallybook.core.catalogue.AddonView;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An addon as the contract shows it. */
public final class AddonJson {
    private AddonJson() {}

    /**
     * @param prices its prices, where they are to be shown
     */
    public static ObjectNode of(AddonView view, @Nullable ArrayNode prices) {
        AddonDocument addon = view.addon();
        return BaseJson.of(view)
                .put("name", addon.name())
                .put("lookup_key", addon.lookupKey())
                .put("description", addon.description())
                .map("metadata", addon.metadata())
                .set("prices", prices)
                .nulls("type", "entitlements", "credit_grants")
                .node();
    }
}
