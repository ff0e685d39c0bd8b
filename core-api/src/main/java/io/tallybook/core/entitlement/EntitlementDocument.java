package io.tallybook.core.entitlement;

import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.FeatureType;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is given of a feature, and by whom.
 *
 * @param entityId the plan, the addon or the subscription that gives it
 * @param featureType the feature's own type, frozen
 * @param usageLimit how much may be used, of a metered feature; absent for without end
 * @param usageReset when the limit begins anew; absent for with each billing period
 * @param staticValue the value, of a static feature
 * @param config the configuration, of a static feature; each value as JSON
 * @param startDate from when it is given; absent for as long as the entity
 * @param endDate until when it is given
 * @param parentId the entitlement of the plan or an addon that a subscription has this one instead
 *     of
 */
public record EntitlementDocument(
        EntityType entityType,
        String entityId,
        FeatureId featureId,
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
        @Nullable EntitlementId parentId) {
    public EntitlementDocument {
        config = Map.copyOf(config);
    }

    /** Who gives. */
    public enum EntityType {
        PLAN,
        ADDON,
        SUBSCRIPTION
    }

    /** Whether it is given at all at present. */
    public enum Access {
        ENABLED,
        DISABLED
    }

    /** What becomes of use beyond the limit. */
    public enum LimitKind {
        /** It is allowed, and billed. */
        SOFT,
        /** It is refused. */
        HARD
    }

    /** Whether it is given at a moment, as far as its own dates say. */
    public boolean isGivenAt(Instant moment) {
        return (startDate == null || !moment.isBefore(startDate))
                && (endDate == null || moment.isBefore(endDate));
    }
}
