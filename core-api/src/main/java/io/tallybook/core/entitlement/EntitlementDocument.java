package io.tallybook.core.entitlement;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.FeatureType;
import java.math.BigDecimal;
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
 * @param grant a quota in windows of its own, in place of a limit; absent for none
 */
@RecordBuilder
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
        @Nullable EntitlementId parentId,
        @Nullable Grant grant) {
    public EntitlementDocument {
        config = Map.copyOf(config);
    }

    /** One that has no quota in windows of its own. */
    public EntitlementDocument(
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
        this(
                entityType,
                entityId,
                featureId,
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
                parentId,
                null);
    }

    /**
     * So much in each window of this length; what is left of one is not carried into the next.
     *
     * @param several how many units a window is long, if more than one; see {@link #units}
     * @param aside that it counts all usage by itself; absent if it adds up with other sources
     * @param opens with what a window begins, if not with its unit
     * @param measure what the quota is of, if not of units
     */
    public record Grant(
            BigDecimal quota,
            Window window,
            @Nullable Integer several,
            @Nullable Aside aside,
            @Nullable Opens opens,
            @Nullable Measure measure) {
        /** The most units that a window may be long: of hours, six weeks. */
        public static final int UNITS_MAX = 1_000;

        public Grant {
            several = several != null && several == 1 ? null : several;
        }

        /** One of units, whose windows begin with theirs. */
        public Grant(
                BigDecimal quota, Window window, @Nullable Integer several, @Nullable Aside aside) {
            this(quota, window, several, aside, null, null);
        }

        /** One whose windows are of one unit. */
        public Grant(BigDecimal quota, Window window) {
            this(quota, window, null, null);
        }

        /** One that adds up with other sources. */
        public Grant(BigDecimal quota, Window window, @Nullable Integer several) {
            this(quota, window, several, null);
        }

        /** The same, beside other sources or together with them. */
        public Grant with(@Nullable Aside counted) {
            return new Grant(quota, window, several, counted, opens, measure);
        }

        /** Whether it counts all usage by itself, beside other sources. */
        public boolean isParallel() {
            return aside != null;
        }

        /** How many units a window is long. */
        public int units() {
            return several == null ? 1 : several;
        }
    }

    /** The unit of a grant's windows: one follows the other, in the customer's time zone. */
    public enum Window {
        HOUR,
        DAY,
        WEEK,
        SUBSCRIPTION_PERIOD
    }

    /** With what a window begins, if not with its unit. */
    public enum Opens {
        /** With the first use since the one before it ended; it ends with the billing period. */
        FIRST_USAGE
    }

    /** What a quota is of, if not of units of the meter. */
    public enum Measure {
        /** As many units as this amount buys at the price of the subscription's line. */
        AMOUNT
    }

    /** How a grant counts usage that other sources of the feature count too. */
    public enum Aside {
        PARALLEL
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
