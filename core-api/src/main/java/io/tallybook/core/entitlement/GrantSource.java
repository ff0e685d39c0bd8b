package io.tallybook.core.entitlement;

import io.tallybook.core.entitlement.EntitlementDocument.Access;
import io.tallybook.core.entitlement.EntitlementDocument.LimitKind;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.domain.entitlement.Entitlement;
import io.tallybook.domain.entitlement.EntitlementSource;
import io.tallybook.domain.entitlement.Hardness;
import io.tallybook.domain.entitlement.Limit;
import io.tallybook.domain.entitlement.Renewal;
import io.tallybook.domain.entitlement.Reset;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One entitlement, as a subscription has it.
 *
 * @param instances how many times over: as often as the addon was bought
 * @param bought how many units a quota of an amount buys; absent for without end, and for any other
 */
public record GrantSource(
        SubscriptionId subscription,
        EntitlementView entitlement,
        long instances,
        @Nullable BigDecimal bought) {

    /** Whether it counts all usage by itself, beside the other sources. */
    public boolean isParallel() {
        EntitlementDocument.Grant grant = entitlement.entitlement().grant();
        return grant != null && grant.isParallel();
    }

    /** In the terms of the domain; what is disabled is given no times, and still replaces. */
    EntitlementSource source() {
        EntitlementDocument document = entitlement.entitlement();
        EntitlementId parent = document.parentId();
        return new EntitlementSource(
                name(entitlement.id()),
                switch (document.entityType()) {
                    case PLAN -> EntitlementSource.Level.PLAN;
                    case ADDON -> EntitlementSource.Level.ADDON;
                    case SUBSCRIPTION -> EntitlementSource.Level.SUBSCRIPTION;
                },
                document.access() == Access.ENABLED ? instances : 0,
                parent == null ? Optional.empty() : Optional.of(name(parent)),
                given(document));
    }

    // Two subscriptions to one plan have its entitlement twice, and each its own override.
    private String name(EntitlementId id) {
        return id + " of " + subscription;
    }

    private Entitlement given(EntitlementDocument document) {
        return switch (document.featureType()) {
            case METERED ->
                    new Entitlement.Metered(
                            limit(document),
                            renewal(document),
                            document.limitKind() == LimitKind.SOFT ? Hardness.SOFT : Hardness.HARD,
                            Optional.empty());
            case BOOLEAN -> new Entitlement.Switch();
            case STATIC ->
                    document.staticValue() != null
                            ? new Entitlement.Static(document.staticValue())
                            : new Entitlement.Config(document.config());
        };
    }

    private Limit limit(EntitlementDocument document) {
        EntitlementDocument.Grant grant = document.grant();
        if (grant == null) {
            Long limit = document.usageLimit();
            return limit == null ? Limit.unlimited() : Limit.upTo(BigDecimal.valueOf(limit));
        }
        return switch (grant.measure()) {
            case null -> Limit.upTo(grant.quota());
            case AMOUNT -> bought == null ? Limit.unlimited() : Limit.upTo(bought);
        };
    }

    private static Renewal renewal(EntitlementDocument document) {
        EntitlementDocument.Grant grant = document.grant();
        if (grant == null) {
            return Renewal.each(reset(document.usageReset()));
        }
        Reset unit =
                switch (grant.window()) {
                    case HOUR -> Reset.HOUR;
                    case DAY -> Reset.DAY;
                    case WEEK -> Reset.WEEK;
                    case SUBSCRIPTION_PERIOD -> Reset.BILLING_PERIOD;
                };
        // Nothing is used before the first use of a billing period, so that one begins with it.
        return grant.opens() == null || unit == Reset.BILLING_PERIOD
                ? new Renewal(unit, grant.units())
                : new Renewal(unit, grant.units(), Renewal.Opening.FIRST_USE);
    }

    private static Reset reset(@Nullable UsageReset reset) {
        return switch (reset) {
            case null -> Reset.BILLING_PERIOD;
            case DAILY -> Reset.DAY;
            case WEEKLY -> Reset.WEEK;
            case MONTHLY -> Reset.MONTH;
            case QUARTERLY -> Reset.QUARTER;
            case HALF_YEARLY -> Reset.HALF_YEAR;
            case ANNUAL -> Reset.YEAR;
            case NEVER -> Reset.NEVER;
        };
    }
}
