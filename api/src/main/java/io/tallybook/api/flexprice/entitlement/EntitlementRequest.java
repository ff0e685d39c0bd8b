package io.tallybook.api.flexprice.entitlement;

import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.FeatureType;
import io.tallybook.core.entitlement.EntitlementDocument;
import io.tallybook.core.entitlement.EntitlementDocument.Access;
import io.tallybook.core.entitlement.EntitlementDocument.Aside;
import io.tallybook.core.entitlement.EntitlementDocument.EntityType;
import io.tallybook.core.entitlement.EntitlementDocument.Grant;
import io.tallybook.core.entitlement.EntitlementDocument.LimitKind;
import io.tallybook.core.entitlement.EntitlementDocument.Measure;
import io.tallybook.core.entitlement.EntitlementDocument.Opens;
import io.tallybook.core.entitlement.EntitlementDocument.Window;
import io.tallybook.core.entitlement.EntitlementId;
import io.tallybook.core.entitlement.UsageReset;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants to be given, with the ids as they came.
 *
 * @param entityId the plan, addon or subscription
 * @param parentId what a subscription has it instead of
 * @param grant a quota in windows of its own
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
        @Nullable String parentId,
        @Nullable Grant grant) {

    static final Choice<FeatureType> FEATURE_TYPES =
            Choice.of(FeatureType.class, type -> type.name().toLowerCase(Locale.ROOT));

    static final Choice<EntityType> ENTITY_TYPES = Choice.of(EntityType.class);
    private static final Choice<UsageReset> RESETS = Choice.of(UsageReset.class);
    private static final Choice<Window> UNITS =
            Choice.of(Window.class, unit -> unit.name().toLowerCase(Locale.ROOT));

    /** The views' words for the windows that a grant may have. */
    static final List<String> WINDOWS = Stream.of(Window.values()).map(Enum::name).toList();

    private static final List<String> GRANT =
            List.of(
                    "grant_measure",
                    "grant_quota",
                    "grant_duration_unit",
                    "grant_duration_value",
                    "grant_allocation_behavior");
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
                in.optional("parent_entitlement_id").text(SHORT),
                aside(in, grant(in)));
    }

    /** What was, with what a request changes of it; a limit of {@code null} is none. */
    static EntitlementDocument changed(EntitlementDocument was, Fields in) {
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
                was.parentId(),
                changed(was.grant(), in));
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
                parent,
                grant);
    }

    private static @Nullable Grant changed(@Nullable Grant was, Fields in) {
        Grant sent = grant(in);
        boolean cleared = Boolean.TRUE.equals(in.optional("clear_grant_config").truth());
        if (cleared && sent != null) {
            in.complain("clear_grant_config", "to be left out beside a grant_quota", "true");
        }
        if (cleared) {
            return aside(in, null);
        }
        if (sent == null) {
            return aside(in, was);
        }
        return aside(in, was == null ? sent : kept(was, sent, in).with(was.aside()));
    }

    // What is not said again stays as it was.
    private static Grant kept(Grant was, Grant sent, Fields in) {
        return new Grant(
                sent.quota(),
                sent.window(),
                sent.several(),
                sent.aside(),
                in.has("grant_allocation_behavior") ? sent.opens() : was.opens(),
                in.has("grant_measure") ? sent.measure() : was.measure());
    }

    private static @Nullable Grant grant(Fields in) {
        if (GRANT.stream().noneMatch(in::has)) {
            return null;
        }
        String measure = in.optional("grant_measure").choice(Choice.words("quantity", "amount"));
        String opens =
                in.optional("grant_allocation_behavior")
                        .choice(Choice.words("unit_start", "first_usage"));
        Long units = in.optional("grant_duration_value").integer(1, Grant.UNITS_MAX);
        Window window = in.required("grant_duration_unit").choice(UNITS);
        return new Grant(
                in.required("grant_quota").amount(),
                window,
                units == null ? null : Math.toIntExact(units),
                null,
                "first_usage".equals(opens) ? Opens.FIRST_USAGE : null,
                "amount".equals(measure) ? Measure.AMOUNT : null);
    }

    // Of a limit without windows of its own there is one, and it is the sum of all.
    private static @Nullable Grant aside(Fields in, @Nullable Grant grant) {
        String mode = in.optional("aggregation_mode").choice(Choice.words("additive", "parallel"));
        if ("parallel".equals(mode) && grant == null) {
            in.complain("aggregation_mode", "additive without a grant_quota", "\"parallel\"");
        }
        return mode == null || grant == null
                ? grant
                : grant.with("parallel".equals(mode) ? Aside.PARALLEL : null);
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
