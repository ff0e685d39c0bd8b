package io.tallybook.core.catalogue;

import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.time.PeriodUnit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a price is.
 *
 * @param planId the plan that it belongs to
 * @param amount per unit for FLAT_FEE, per package for PACKAGE, zero for TIERED; units of {@code
 *     currency}
 * @param tierMode there if and only if the model is TIERED
 * @param tiers empty unless the model is TIERED
 * @param transform there if and only if the model is PACKAGE
 * @param meterId there if and only if the type is USAGE
 * @param lookupKey the caller's own name for it, unique in the environment
 */
public record PriceDocument(
        PlanId planId,
        Type type,
        BillingModel billingModel,
        CurrencyCode currency,
        BigDecimal amount,
        @Nullable TierMode tierMode,
        List<Tier> tiers,
        @Nullable TransformQuantity transform,
        PeriodUnit billingPeriod,
        int billingPeriodCount,
        InvoiceCadence invoiceCadence,
        @Nullable MeterId meterId,
        @Nullable String lookupKey,
        @Nullable String displayName,
        @Nullable String description,
        Map<String, String> metadata) {
    public PriceDocument {
        tiers = List.copyOf(tiers);
        metadata = Map.copyOf(metadata);
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
}
