package io.tallybook.core.wallet;

import io.tallybook.core.catalogue.FeatureId;
import io.tallybook.core.catalogue.MeterId;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.domain.rating.Conventions;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a wallet is used.
 *
 * @param priority which of a customer's wallets pays first: lower first, absent last
 * @param priceUnit the code of the price unit that a credit is one of; absent if a credit is the
 *     wallet's own
 * @param burnOrder by which world's rule its credits are burnt; absent for the usual one
 * @param reach what it may pay
 * @param topUp what may be bought at once
 * @param autoTopUp how it buys by itself; absent for not at all
 */
public record WalletTerms(
        Kind kind,
        @Nullable Integer priority,
        @Nullable String priceUnit,
        @Nullable Conventions burnOrder,
        Reach reach,
        TopUpTerms topUp,
        @Nullable AutoTopUp autoTopUp) {

    /** One that buys nothing by itself. */
    public WalletTerms(
            Kind kind,
            @Nullable Integer priority,
            @Nullable String priceUnit,
            @Nullable Conventions burnOrder,
            Reach reach,
            TopUpTerms topUp) {
        this(kind, priority, priceUnit, burnOrder, reach, topUp, null);
    }

    /** A prepaid wallet that pays whatever credits may pay. */
    public static final WalletTerms USUAL =
            new WalletTerms(Kind.PREPAID, null, null, null, Reach.ANYTHING, TopUpTerms.NONE);

    /** When credits pay. */
    public enum Kind {
        /** When an invoice is finalized, by themselves. */
        PREPAID,
        /** When a finalized invoice is paid, as a means of payment. */
        POSTPAID,
        /** As prepaid ones; its credits are given, never bought. */
        PROMOTIONAL
    }

    /**
     * What a wallet may pay; an empty list restricts nothing.
     *
     * @param featureIds as the caller named them
     * @param meterIds the meters of those features and the meters named themselves
     */
    public record Reach(
            List<PriceDocument.Type> priceTypes,
            List<FeatureId> featureIds,
            List<MeterId> meterIds) {
        public static final Reach ANYTHING = new Reach(List.of(), List.of(), List.of());

        public Reach {
            priceTypes = List.copyOf(priceTypes);
            featureIds = List.copyOf(featureIds);
            meterIds = List.copyOf(meterIds);
        }

        /** Whether it may pay what a price charges. */
        public boolean mayPay(PriceDocument price) {
            boolean anyMeter = meterIds.isEmpty() && featureIds.isEmpty();
            boolean itsMeter = price.meterId() != null && meterIds.contains(price.meterId());
            return (priceTypes.isEmpty() || priceTypes.contains(price.type()))
                    && (anyMeter || itsMeter);
        }
    }

    /**
     * The rules of buying credits.
     *
     * @param least the fewest credits that may be bought at once
     * @param most the most
     * @param bonus further credits for larger purchases
     */
    public record TopUpTerms(
            @Nullable BigDecimal least, @Nullable BigDecimal most, List<BonusSlab> bonus) {
        public static final TopUpTerms NONE = new TopUpTerms(null, null, List.of());

        public TopUpTerms {
            bonus = List.copyOf(bonus);
        }
    }

    /**
     * The bonus of a purchase of at least {@code from} credits: {@code credits} or {@code percent},
     * one of them.
     */
    public record BonusSlab(
            BigDecimal from, @Nullable BigDecimal credits, @Nullable BigDecimal percent) {}
}
