package io.tallybook.command.entitlement;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.command.entitlement.EntitlementState.Absent;
import io.tallybook.command.entitlement.EntitlementState.Deleted;
import io.tallybook.command.entitlement.EntitlementState.Given;
import io.tallybook.command.uniqueness.Claim;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import io.tallybook.core.entitlement.EntitlementCommand;
import io.tallybook.core.entitlement.EntitlementDocument;
import io.tallybook.core.entitlement.EntitlementDocument.EntityType;
import io.tallybook.core.entitlement.EntitlementDocument.LimitKind;
import io.tallybook.core.entitlement.EntitlementEvent;
import io.tallybook.core.entitlement.EntitlementId;
import io.tallybook.core.subscription.SubscriptionId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What may be done with an entitlement: one of each feature to each plan, addon, subscription, and
 * beside it one grant that stands by itself for each length of its windows. Subscriptions that
 * follow each other count as one, since each has what was given to those before it.
 */
final class EntitlementDecider {
    private static final String KIND = "entitlement";
    private static final int CONFIG_MAX = 100;
    private static final BigDecimal QUOTA_MAX = new BigDecimal("1e15");
    private static final int QUOTA_PLACES = 12;

    private EntitlementDecider() {}

    static Decision<EntitlementEvent.Created> create(
            EntitlementState state, EntitlementCommand.Create c) {
        EntitlementEvent.Created created =
                new EntitlementEvent.Created(
                        c.entitlementId(), c.scope(), c.entitlement(), c.lineage());
        return switch (state) {
            case Absent() -> Decision.unless(broken(c.entitlement()), created);
            case Given(var before, var _) -> repeated(before, created);
            case Deleted(var before) -> repeated(before, created);
        };
    }

    static Decision<EntitlementEvent.Updated> update(
            EntitlementState state, EntitlementCommand.Update c) {
        return switch (visible(state, c.scope())) {
            case Absent() -> Decision.notFound(KIND, c.entitlementId());
            case Deleted _ -> Decision.refused(deleted(c.entitlementId()));
            case Given(var created, var current) -> {
                if (current.equals(c.entitlement())) {
                    yield Decision.alreadyDone();
                }
                yield Decision.unless(
                        Rules.begin()
                                .and(moved(created.entitlement(), c.entitlement()))
                                .and(broken(c.entitlement()))
                                .broken(),
                        new EntitlementEvent.Updated(c.entitlementId(), c.entitlement()));
            }
        };
    }

    static Decision<EntitlementEvent.Deleted> delete(
            EntitlementState state, EntitlementCommand.Delete c) {
        return switch (visible(state, c.scope())) {
            case Absent() -> Decision.notFound(KIND, c.entitlementId());
            case Deleted _ -> Decision.alreadyDone();
            case Given _ -> Decision.accepted(new EntitlementEvent.Deleted(c.entitlementId()));
        };
    }

    static Optional<Claim> unique(EntitlementCommand.Create c) {
        return Optional.of(claim(c.scope(), c.entitlementId(), c.entitlement(), c.lineage()));
    }

    /** Why there cannot be this one beside another. */
    static Rejection taken(EntitlementCommand.Create c, String other) {
        String sent = place(c.entitlement(), c.entitlement().entityId());
        String expected = "a feature of which nothing is given there yet, as it is by " + other;
        return new Rejection(
                Rejection.Reason.ALREADY_EXISTS,
                "feature_id: expected %s, got %s".formatted(expected, sent),
                Map.of("field", "feature_id", "sent", sent, "expected", expected));
    }

    /** What a deletion makes free again. */
    static Optional<Claim> held(EntitlementState state, EntitlementCommand.Delete c) {
        return state instanceof Given(var created, var _)
                ? Optional.of(
                        claim(
                                created.scope(),
                                c.entitlementId(),
                                created.entitlement(),
                                created.lineage()))
                : Optional.empty();
    }

    private static Claim claim(
            Scope scope,
            EntitlementId id,
            EntitlementDocument entitlement,
            @Nullable SubscriptionId lineage) {
        return Claim.in(
                scope,
                "entitlement.feature",
                "feature_id",
                place(entitlement, lineage == null ? entitlement.entityId() : lineage.value()),
                id);
    }

    // A subscription may have its own instead of several, of its plan and of its addons.
    private static String place(EntitlementDocument entitlement, String giver) {
        EntitlementId parent = entitlement.parentId();
        return entitlement.featureId()
                + " of "
                + giver
                + (parent == null ? "" : " instead of " + parent)
                + besides(entitlement);
    }

    private static String besides(EntitlementDocument entitlement) {
        EntitlementDocument.Grant grant = entitlement.grant();
        return grant == null || !grant.isParallel()
                ? ""
                : " in parallel windows of " + grant.units() + " " + grant.window();
    }

    private static Optional<Rejection> broken(EntitlementDocument entitlement) {
        Instant start = entitlement.startDate();
        Instant end = entitlement.endDate();
        EntitlementId parent = entitlement.parentId();
        return Rules.begin()
                .name("entity_id", entitlement.entityId())
                .and(brokenKind(entitlement))
                .that(
                        parent == null || entitlement.entityType() == EntityType.SUBSCRIPTION,
                        "parent_entitlement_id",
                        String.valueOf(parent),
                        "none, with entity_type " + entitlement.entityType())
                .moment("start_date", start)
                .moment("end_date", end)
                .that(
                        start == null || end == null || start.isBefore(end),
                        "end_date",
                        String.valueOf(end),
                        "a moment after start_date, " + start)
                .broken();
    }

    private static Optional<Rejection> brokenKind(EntitlementDocument entitlement) {
        return switch (entitlement.featureType()) {
            case METERED -> brokenLimit(entitlement).and(withoutValue(entitlement)).broken();
            case BOOLEAN -> withoutLimit(entitlement).and(withoutValue(entitlement)).broken();
            case STATIC -> withoutLimit(entitlement).and(brokenValue(entitlement)).broken();
        };
    }

    private static Rules brokenLimit(EntitlementDocument entitlement) {
        Long limit = entitlement.usageLimit();
        return Rules.begin()
                .that(
                        limit == null || limit >= 0,
                        "usage_limit",
                        String.valueOf(limit),
                        "0 or more, or null for without end")
                .and(brokenGrant(entitlement));
    }

    private static Optional<Rejection> brokenGrant(EntitlementDocument entitlement) {
        EntitlementDocument.Grant grant = entitlement.grant();
        if (grant == null) {
            return Optional.empty();
        }
        return Rules.begin()
                .positive("grant_quota", grant.quota(), QUOTA_MAX, QUOTA_PLACES)
                .that(
                        grant.units() >= 1 && grant.units() <= EntitlementDocument.Grant.UNITS_MAX,
                        "grant_duration_value",
                        String.valueOf(grant.units()),
                        "1 to " + EntitlementDocument.Grant.UNITS_MAX)
                .that(
                        grant.opens() == null
                                || grant.window() != EntitlementDocument.Window.SUBSCRIPTION_PERIOD
                                || grant.units() == 1,
                        "grant_duration_value",
                        String.valueOf(grant.units()),
                        "1 with first_usage, since a window ends with the billing period")
                .that(
                        entitlement.usageLimit() == null,
                        "usage_limit",
                        String.valueOf(entitlement.usageLimit()),
                        "none, since there is a grant_quota")
                .that(
                        entitlement.usageReset() == null,
                        "usage_reset_period",
                        String.valueOf(entitlement.usageReset()),
                        "none, since there is a grant_quota")
                .broken();
    }

    private static Rules withoutLimit(EntitlementDocument entitlement) {
        return Rules.begin()
                .that(
                        entitlement.usageLimit() == null,
                        "usage_limit",
                        String.valueOf(entitlement.usageLimit()),
                        "none, with feature_type " + entitlement.featureType())
                .that(
                        entitlement.usageReset() == null,
                        "usage_reset_period",
                        String.valueOf(entitlement.usageReset()),
                        "none, with feature_type " + entitlement.featureType())
                .that(
                        entitlement.limitKind() == LimitKind.HARD,
                        "is_soft_limit",
                        "true",
                        "false, with feature_type " + entitlement.featureType())
                .that(
                        entitlement.grant() == null,
                        "grant_quota",
                        String.valueOf(entitlement.grant()),
                        "none, with feature_type " + entitlement.featureType());
    }

    private static Optional<Rejection> withoutValue(EntitlementDocument entitlement) {
        return Rules.begin()
                .that(
                        entitlement.staticValue() == null,
                        "static_value",
                        String.valueOf(entitlement.staticValue()),
                        "none, with feature_type " + entitlement.featureType())
                .that(
                        entitlement.config().isEmpty(),
                        "config_value",
                        entitlement.config().size() + " keys",
                        "none, with feature_type " + entitlement.featureType())
                .broken();
    }

    private static Optional<Rejection> brokenValue(EntitlementDocument entitlement) {
        return Rules.begin()
                .that(
                        entitlement.staticValue() != null || !entitlement.config().isEmpty(),
                        "static_value",
                        "none",
                        "a value, or a config_value, with feature_type STATIC")
                .textIfAny("static_value", entitlement.staticValue(), Rules.TEXT_MAX)
                .that(
                        entitlement.config().size() <= CONFIG_MAX,
                        "config_value",
                        entitlement.config().size() + " keys",
                        "at most " + CONFIG_MAX)
                .broken();
    }

    // Whoever has been billed or refused by it must find it where it was.
    private static Optional<Rejection> moved(EntitlementDocument was, EntitlementDocument is) {
        return Rules.begin()
                .that(
                        was.entityType() == is.entityType() && was.entityId().equals(is.entityId()),
                        "entity_id",
                        is.entityId(),
                        was.entityId() + ", which cannot be changed")
                .that(
                        was.featureId().equals(is.featureId())
                                && was.featureType() == is.featureType(),
                        "feature_id",
                        is.featureId().value(),
                        was.featureId() + ", which cannot be changed")
                .that(
                        java.util.Objects.equals(was.parentId(), is.parentId()),
                        "parent_entitlement_id",
                        String.valueOf(is.parentId()),
                        was.parentId() + ", which cannot be changed")
                .that(
                        besides(was).equals(besides(is)),
                        "aggregation_mode",
                        mode(is),
                        mode(was) + ", which cannot be changed")
                .broken();
    }

    private static String mode(EntitlementDocument entitlement) {
        String parallel = besides(entitlement);
        return parallel.isEmpty() ? "additive" : parallel.trim();
    }

    /** What a caller may see: nothing, if it is another's. */
    private static EntitlementState visible(EntitlementState state, Scope caller) {
        return switch (state) {
            case Absent absent -> absent;
            case Given given -> given.created().scope().equals(caller) ? given : new Absent();
            case Deleted gone -> gone.created().scope().equals(caller) ? gone : new Absent();
        };
    }

    private static Decision<EntitlementEvent.Created> repeated(
            EntitlementEvent.Created before, EntitlementEvent.Created now) {
        return Decision.repeated(
                KIND, now.entitlementId(), before.scope(), now.scope(), before, now);
    }

    private static Rejection deleted(EntitlementId id) {
        return Rejection.invalidOperation("entitlement '" + id + "' was deleted");
    }
}
