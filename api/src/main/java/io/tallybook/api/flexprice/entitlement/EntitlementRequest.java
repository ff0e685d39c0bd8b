package io.tallybook.api.flexprice.entitlement;

import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.FeatureType;
import io.tallybook.core.entitlement.EntitlementDocument;
import io.tallybook.core.entitlement.EntitlementDocument.Access;
import io.tallybook.core.entitlement.EntitlementDocument.EntityType;
import io.tallybook.core.entitlement.EntitlementDocument.LimitKind;
import io.tallybook.core.entitlement.EntitlementId;
import io.tallybook.core.entitlement.UsageReset;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants to be given, with the ids as they came.
 *
 * @param entityId the plan, addon or subscription
 * @param parentId what a subscription has it instead of
 */
record EntitlementRequest(
        EntityType entityType,
        String entityId,
        String featureId,
        FeatureType featureType,
        Access access,
        @Nullable Long usageLimit,
        @Nullable UsageReset usageReset,
        LimitKind limitKind,
        @Nullable String staticValue,
        Map<String, String> config,
        @Nullable Integer displayOrder,
        @Nullable Instant startDate,
        @Nullable Instant endDate,
        @Nullable String parentId) {

    static final Choice<FeatureType> FEATURE_TYPES =
            Choice.of(FeatureType.class, type -> type.name().toLowerCase(Locale.ROOT));

    static final Choice<EntityType> ENTITY_TYPES = Choice.of(EntityType.class);
    private static final Choice<UsageReset> RESETS = Choice.of(UsageReset.class);
    private static final String[] GRANTS = {
        "grant_measure",
        "grant_quota",
        "grant_duration_unit",
        "grant_duration_value",
        "grant_allocation_behavior",
        "clear_grant_config"
    };
    private static final int SHORT = 255;
    private static final int LONG = 2_000;

    static EntitlementRequest of(Fields in) {
        String plan = in.optional("plan_id").text(SHORT);
        EntityType type =
                plan == null || in.has("entity_type")
                        ? in.required("entity_type").choice(ENTITY_TYPES)
                        : EntityType.PLAN;
        String entity =
                plan == null || in.has("entity_id") ? in.required("entity_id").text(SHORT) : plan;
        if (plan != null && (type != EntityType.PLAN || !entity.equals(plan))) {
            in.complain("plan_id", "the entity_id of a PLAN, or to be left out", '"' + plan + '"');
        }
        in.refuseUnsupported(GRANTS);
        additive(in);
        Map<String, String> config = in.optional("config_value").documents(LONG);
        Long order = in.optional("display_order").integer(0, Integer.MAX_VALUE);
        return new EntitlementRequest(
                type,
                entity,
                in.required("feature_id").text(SHORT),
                in.required("feature_type").choice(FEATURE_TYPES),
                access(in.optional("is_enabled").truth(), Access.ENABLED),
                limit(in),
                in.optional("usage_reset_period").choice(RESETS),
                kind(in.optional("is_soft_limit").truth(), LimitKind.HARD),
                text(in, "static_value"),
                config == null ? Map.of() : config,
                order == null ? null : order.intValue(),
                in.optional("start_date").instant(),
                in.optional("end_date").instant(),
                in.optional("parent_entitlement_id").text(SHORT));
    }

    /** What was, with what a request changes of it; a limit of {@code null} is none. */
    static EntitlementDocument changed(EntitlementDocument was, Fields in) {
        in.refuseUnsupported(GRANTS);
        additive(in);
        Map<String, String> config = in.optional("config_value").documents(LONG);
        Long limit = limit(in);
        UsageReset reset = in.optional("usage_reset_period").choice(RESETS);
        String value = text(in, "static_value");
        return new EntitlementDocument(
                was.entityType(),
                was.entityId(),
                was.featureId(),
                was.featureType(),
                access(in.optional("is_enabled").truth(), was.access()),
                limit == null && !in.isNull("usage_limit") ? was.usageLimit() : limit,
                reset == null && !in.isNull("usage_reset_period") ? was.usageReset() : reset,
                kind(in.optional("is_soft_limit").truth(), was.limitKind()),
                value == null && !in.isNull("static_value") ? was.staticValue() : value,
                config == null ? was.config() : config,
                was.displayOrder(),
                was.startDate(),
                was.endDate(),
                was.parentId());
    }

    EntitlementDocument document(FeatureId feature, @Nullable EntitlementId parent) {
        return new EntitlementDocument(
                entityType,
                entityId,
                feature,
                featureType,
                access,
                usageLimit,
                usageReset,
                limitKind,
                staticValue,
                config,
                displayOrder,
                startDate,
                endDate,
                parent);
    }

    // Parallel is a way to have grants, which are not there; what adds up is what every one does.
    private static void additive(Fields in) {
        String mode = in.optional("aggregation_mode").choice(Choice.words("additive", "parallel"));
        if ("parallel".equals(mode)) {
            in.complain("aggregation_mode", "additive", "\"parallel\"");
        }
    }

    private static @Nullable Long limit(Fields in) {
        return in.optional("usage_limit").integer(0, Long.MAX_VALUE);
    }

    private static @Nullable String text(Fields in, String name) {
        String text = in.optional(name).text(LONG);
        return text == null || text.isEmpty() ? null : text;
    }

    private static Access access(@Nullable Boolean enabled, Access otherwise) {
        if (enabled == null) {
            return otherwise;
        }
        return enabled ? Access.ENABLED : Access.DISABLED;
    }

    private static LimitKind kind(@Nullable Boolean soft, LimitKind otherwise) {
        if (soft == null) {
            return otherwise;
        }
        return soft ? LimitKind.SOFT : LimitKind.HARD;
    }
}
