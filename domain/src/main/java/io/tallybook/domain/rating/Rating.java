package io.tallybook.domain.rating;

import io.tallybook.domain.catalogue.PackageRounding;
import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.catalogue.PricingModel.FlatFee;
import io.tallybook.domain.catalogue.PricingModel.Graduated;
import io.tallybook.domain.catalogue.PricingModel.PackageFee;
import io.tallybook.domain.catalogue.PricingModel.Volume;
import io.tallybook.domain.catalogue.Tier;
import io.tallybook.domain.money.CurrencyCode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** From a price and a quantity to an amount. */
public final class Rating {

    private Rating() {}

    /**
     * What {@code quantity} costs.
     *
     * <p>Units: quantity in units of the price; the result in units of {@code currency}. Rounding:
     * once, half away from zero, at the end. A quantity of zero costs nothing in every model,
     * except that LAGO charges the flat amount of the first tier; a quantity below zero counts as
     * zero. Guarantee: the steps sum to the precise amount, which is never negative. Source:
     * docs/conventions.md#price-models
     */
    public static RatedAmount rate(
            PricingModel model,
            BigDecimal quantity,
            CurrencyCode currency,
            Conventions conventions) {
        BigDecimal billed = quantity.max(BigDecimal.ZERO);
        if (billed.signum() == 0 && conventions != Conventions.LAGO) {
            return RatedAmount.of(List.of(), currency);
        }
        List<RatingStep> steps =
                switch (model) {
                    case FlatFee flat -> List.of(flat(flat, billed));
                    case PackageFee packages -> List.of(packages(packages, billed));
                    case Graduated graduated -> graduated(graduated.tiers(), billed);
                    case Volume volume -> List.of(volume(volume.tiers(), billed));
                };
        return RatedAmount.of(steps, currency);
    }

    private static RatingStep flat(FlatFee model, BigDecimal quantity) {
        return RatingStep.of(
                "flat", BigDecimal.ZERO, quantity, quantity, model.unitAmount(), BigDecimal.ZERO);
    }

    private static RatingStep packages(PackageFee model, BigDecimal quantity) {
        BigDecimal charged = quantity.subtract(model.freeUnits()).max(BigDecimal.ZERO);
        RoundingMode mode =
                model.rounding() == PackageRounding.UP ? RoundingMode.CEILING : RoundingMode.FLOOR;
        BigDecimal packages = charged.divide(model.packageSize(), 0, mode);
        return RatingStep.of(
                "package",
                model.freeUnits(),
                quantity,
                packages,
                model.packageAmount(),
                BigDecimal.ZERO);
    }

    private static List<RatingStep> graduated(List<Tier> tiers, BigDecimal quantity) {
        List<RatingStep> steps = new ArrayList<>(tiers.size());
        BigDecimal lower = BigDecimal.ZERO;
        for (int i = 0; i < tiers.size(); i++) {
            Tier tier = tiers.get(i);
            BigDecimal upTo = tier.upTo();
            if (upTo == null || quantity.compareTo(upTo) <= 0) {
                steps.add(step(i, tier, lower, quantity.subtract(lower)));
                break;
            }
            steps.add(step(i, tier, lower, upTo.subtract(lower)));
            lower = upTo;
        }
        return steps;
    }

    private static RatingStep volume(List<Tier> tiers, BigDecimal quantity) {
        BigDecimal lower = BigDecimal.ZERO;
        int i = 0;
        BigDecimal upTo = tiers.getFirst().upTo();
        while (upTo != null && quantity.compareTo(upTo) > 0) {
            lower = upTo;
            i++;
            upTo = tiers.get(i).upTo();
        }
        return step(i, tiers.get(i), lower, quantity);
    }

    private static RatingStep step(int index, Tier tier, BigDecimal from, BigDecimal quantity) {
        return RatingStep.of(
                "tier." + (index + 1),
                from,
                tier.upTo(),
                quantity,
                tier.unitAmount(),
                tier.flatAmount());
    }
}
