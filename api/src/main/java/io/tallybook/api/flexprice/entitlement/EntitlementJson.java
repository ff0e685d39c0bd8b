package io.tallybook.api.flexprice.entitlement;

import io.tallybook.api.flexprice.BaseJson;
import io.tallybook.api.response.Json;
import io.tallybook.core.entitlement.EntitlementDocument;
import io.tallybook.core.entitlement.EntitlementDocument.EntityType;
import io.tallybook.core.entitlement.EntitlementView;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An entitlement as the contract shows it. */
public final class EntitlementJson {

    private EntitlementJson() {}

    /**
     * What is shown in full of what it refers to.
     *
     * @param feature the feature, or null
     * @param plan the plan that gives it, or null
     * @param addon the addon that gives it, or null
     */
    public record Shown(
            @Nullable JsonNode feature, @Nullable JsonNode plan, @Nullable JsonNode addon) {
        public static Shown alone() {
            return new Shown(null, null, null);
        }
    }

    public static ObjectNode of(EntitlementView view, Shown shown) {
        EntitlementDocument it = view.entitlement();
        return BaseJson.of(view)
                .put("entity_type", it.entityType().name())
                .put("entity_id", it.entityId())
                .put("plan_id", it.entityType() == EntityType.PLAN ? it.entityId() : null)
                .put("feature_id", it.featureId())
                .put("feature_type", it.featureType().name().toLowerCase(Locale.ROOT))
                .put("is_enabled", it.access() == EntitlementDocument.Access.ENABLED)
                .put("usage_limit", it.usageLimit())
                .put("usage_reset_period", it.usageReset() == null ? null : it.usageReset().name())
                .put("is_soft_limit", it.limitKind() == EntitlementDocument.LimitKind.SOFT)
                .put("static_value", it.staticValue())
                .set("config_value", config(it.config()))
                .put("aggregation_mode", mode(it.grant() != null && it.grant().isParallel()))
                .put("display_order", it.displayOrder())
                .put("start_date", it.startDate())
                .put("end_date", it.endDate())
                .put("parent_entitlement_id", it.parentId())
                .set("feature", shown.feature())
                .set("plan", shown.plan())
                .set("addon", shown.addon())
                .put("grant_measure", measure(it.grant()))
                .put("grant_quota", it.grant() == null ? null : it.grant().quota())
                .put("grant_duration_unit", window(it.grant()))
                .put("grant_duration_value", it.grant() == null ? null : it.grant().units())
                .put("grant_allocation_behavior", opens(it.grant()))
                .node();
    }

    /** How allowances of several sources go together. */
    static String mode(boolean sideBySide) {
        return sideBySide ? "parallel" : "additive";
    }

    /** The length of a grant's windows. */
    static @Nullable String window(EntitlementDocument.@Nullable Grant grant) {
        return grant == null ? null : grant.window().name().toLowerCase(Locale.ROOT);
    }

    /** What a grant's quota is of. */
    static @Nullable String measure(EntitlementDocument.@Nullable Grant grant) {
        if (grant == null) {
            return null;
        }
        return switch (grant.measure()) {
            case null -> "quantity";
            case AMOUNT -> "amount";
        };
    }

    private static @Nullable String opens(EntitlementDocument.@Nullable Grant grant) {
        if (grant == null) {
            return null;
        }
        return switch (grant.opens()) {
            case null -> "unit_start";
            case FIRST_USAGE -> "first_usage";
        };
    }

    /** A configuration; null if there is none. */
    static @Nullable JsonNode config(Map<String, String> config) {
        if (config.isEmpty()) {
            return null;
        }
        Json json = Json.object();
        new TreeMap<>(config).forEach((key, text) -> json.set(key, Json.MAPPER.readTree(text)));
        return json.node();
    }
}
