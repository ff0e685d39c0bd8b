package io.tallybook.core.catalogue;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a price is.
 *
 * @param planId the plan that it belongs to; absent if it belongs to what the range names
 * @param amount per unit for FLAT_FEE, per package for PACKAGE, zero for TIERED; units of {@code
 *     currency}
 * @param tierMode there if and only if the model is TIERED
 * @param tiers empty unless the model is TIERED; amounts in units of {@code currency}
 * @param transform there if and only if the model is PACKAGE
 * @param billingPeriod absent for a price that is owed once
 * @param meterId there if and only if the type is USAGE
 * @param lookupKey the caller's own name for it, unique in the environment
 * @param range whose it is, from when to when, and for which events
 * @param conditions what else bears on the amount
 */
@RecordBuilder
public record PriceDocument(
        @Nullable PlanId planId,
        Type type,
        BillingModel billingModel,
        CurrencyCode currency,
        BigDecimal amount,
        @Nullable TierMode tierMode,
        List<Tier> tiers,
        @Nullable TransformQuantity transform,
        @Nullable PeriodUnit billingPeriod,
        int billingPeriodCount,
        InvoiceCadence invoiceCadence,
        @Nullable MeterId meterId,
        @Nullable String lookupKey,
        @Nullable String displayName,
        @Nullable String description,
        Map<String, String> metadata,
        Range range,
        Conditions conditions) {

    /** The key of the metadata by which a price says that more usage may cost less. */
    public static final String MAY_FALL = "more_usage_may_cost_less";

    public PriceDocument {
        tiers = List.copyOf(tiers);
        metadata = Map.copyOf(metadata);
        // Prices made before there were any have neither.
        range = Objects.requireNonNullElse(range, Range.WHOLE);
        conditions = Objects.requireNonNullElse(conditions, Conditions.NONE);
    }

    /** A price of a plan that always holds and has no further conditions. */
    public PriceDocument(
            @Nullable PlanId planId,
            Type type,
            BillingModel billingModel,
            CurrencyCode currency,
            BigDecimal amount,
            @Nullable TierMode tierMode,
            List<Tier> tiers,
            @Nullable TransformQuantity transform,
            @Nullable PeriodUnit billingPeriod,
            int billingPeriodCount,
            InvoiceCadence invoiceCadence,
            @Nullable MeterId meterId,
            @Nullable String lookupKey,
            @Nullable String displayName,
            @Nullable String description,
            Map<String, String> metadata) {
        this(
                planId,
                type,
                billingModel,
                currency,
                amount,
                tierMode,
                tiers,
                transform,
                billingPeriod,
                billingPeriodCount,
                invoiceCadence,
                meterId,
                lookupKey,
                displayName,
                description,
                metadata,
                Range.WHOLE,
                Conditions.NONE);
    }

    /** The same, in another range. */
    public PriceDocument in(Range other) {
        return PriceDocumentBuilder.builder(this).range(other).build();
    }

    /** The same, under other conditions. */
    public PriceDocument on(Conditions other) {
        return PriceDocumentBuilder.builder(this).conditions(other).build();
    }

    /** The same, described otherwise. */
    public PriceDocument described(PriceDescription as) {
        return PriceDocumentBuilder.builder(this)
                .lookupKey(as.lookupKey())
                .displayName(as.displayName())
                .description(as.description())
                .metadata(as.metadata())
                .range(range.grouped(as.groupId()))
                .build();
    }

    /** The same with an end; its lookup key is no longer its own. */
    public PriceDocument endedAt(Instant end) {
        return described(describedUnder(null)).in(range.until(end));
    }

    /** How it is described, under this key. */
    public PriceDescription describedUnder(@Nullable String key) {
        return new PriceDescription(key, displayName, description, metadata, range.groupId());
    }

    /** Whether its seller has said, in its metadata, that more usage may cost less. */
    public boolean declaresFalling() {
        return "true".equals(metadata.get(MAY_FALL));
    }

    /** What it belongs to. */
    public Owner owner() {
        if (range.addonId() != null) {
            return Owner.ADDON;
        }
        return range.subscriptionId() != null ? Owner.SUBSCRIPTION : Owner.PLAN;
    }

    /** The id of what it belongs to; absent only in a document that is refused. */
    public @Nullable String ownerId() {
        return switch (owner()) {
            case PLAN -> planId == null ? null : planId.value();
            case ADDON -> String.valueOf(range.addonId());
            case SUBSCRIPTION -> String.valueOf(range.subscriptionId());
        };
    }

    /** What a price can belong to. */
    public enum Owner {
        PLAN,
        ADDON,
        SUBSCRIPTION
    }

    /** Whether it is owed as such or by usage. */
    public enum Type {
        FIXED,
        USAGE
    }

    /** How a quantity becomes an amount. */
    public enum BillingModel {
        FLAT_FEE,
        PACKAGE,
        TIERED
    }

    /** Whether tiers are walked, each for its own part, or one is chosen for all. */
    public enum TierMode {
        SLAB,
        VOLUME
    }

    /** Whether a period is paid when it begins or when it has ended. */
    public enum InvoiceCadence {
        ADVANCE,
        ARREAR
    }

    /**
     * One tier.
     *
     * @param upTo its last quantity, itself included; absent for the last tier
     */
    public record Tier(@Nullable BigDecimal upTo, BigDecimal unitAmount, BigDecimal flatAmount) {}

    /** The size of a package, and which way a part of one counts. */
    public record TransformQuantity(BigDecimal divideBy, Round round) {}

    /** Which way a part of a package counts. */
    public enum Round {
        UP,
        DOWN
    }

    /**
     * Whose a price is if not a plan's, from when to when it holds, and for which events.
     *
     * @param startDate the first moment at which it holds; absent for ever before
     * @param endDate the first moment at which it holds no longer; absent for ever after
     * @param filterValues the events of the meter that it prices: per property the values that
     *     count; empty for all
     * @param parentPriceId the first version of it; absent if it is that itself
     */
    @RecordBuilder
    public record Range(
            @Nullable AddonId addonId,
            @Nullable SubscriptionId subscriptionId,
            @Nullable Instant startDate,
            @Nullable Instant endDate,
            Map<String, List<String>> filterValues,
            @Nullable String groupId,
            @Nullable PriceId parentPriceId) {

        public static final Range WHOLE = new Range(null, null, null, null, Map.of(), null, null);

        public Range {
            Map<String, List<String>> copy = new TreeMap<>();
            filterValues.forEach((key, values) -> copy.put(key, List.copyOf(values)));
            filterValues = Map.copyOf(copy);
        }

        public Range of(AddonId addon) {
            return PriceDocumentRangeBuilder.builder(this)
                    .addonId(addon)
                    .subscriptionId(null)
                    .build();
        }

        public Range of(SubscriptionId subscription) {
            return PriceDocumentRangeBuilder.builder(this)
                    .addonId(null)
                    .subscriptionId(subscription)
                    .build();
        }

        public Range from(@Nullable Instant start) {
            return PriceDocumentRangeBuilder.builder(this).startDate(start).build();
        }

        public Range until(@Nullable Instant end) {
            return PriceDocumentRangeBuilder.builder(this).endDate(end).build();
        }

        public Range forEvents(Map<String, List<String>> values) {
            return PriceDocumentRangeBuilder.builder(this).filterValues(values).build();
        }

        public Range grouped(@Nullable String group) {
            return PriceDocumentRangeBuilder.builder(this).groupId(group).build();
        }

        public Range after(PriceId parent) {
            return PriceDocumentRangeBuilder.builder(this).parentPriceId(parent).build();
        }

        /** Whether it holds at a moment. */
        public boolean holdsAt(Instant moment) {
            return (startDate == null || !moment.isBefore(startDate))
                    && (endDate == null || moment.isBefore(endDate));
        }
    }

    /**
     * What else bears on the amount.
     *
     * @param minimumQuantity the least number of units of a FIXED price that are charged
     * @param trialDays so many days from its first one are not charged; FIXED alone
     * @param unit the seller's own currency that it was written in
     */
    public record Conditions(
            @Nullable BigDecimal minimumQuantity,
            @Nullable Integer trialDays,
            @Nullable WrittenIn unit) {

        public static final Conditions NONE = new Conditions(null, null, null);

        public Conditions in(@Nullable WrittenIn other) {
            return new Conditions(minimumQuantity, trialDays, other);
        }
    }

    /**
     * A price unit with its rate as it was when the price was made: a later rate changes no price.
     *
     * @param conversionRate what one of it is worth in the price's currency
     * @param amount as {@code amount} of the price, in this unit
     * @param tiers as {@code tiers} of the price, in this unit
     */
    public record WrittenIn(
            PriceUnitId priceUnitId,
            String code,
            String symbol,
            BigDecimal conversionRate,
            BigDecimal amount,
            List<Tier> tiers) {
        public WrittenIn {
            tiers = List.copyOf(tiers);
        }
    }
}
