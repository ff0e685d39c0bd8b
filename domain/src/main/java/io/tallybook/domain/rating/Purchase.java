package io.tallybook.domain.rating;

import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.catalogue.PricingModel.FlatFee;
import io.tallybook.domain.catalogue.PricingModel.Graduated;
import io.tallybook.domain.catalogue.PricingModel.PackageFee;
import io.tallybook.domain.catalogue.PricingModel.Volume;
import io.tallybook.domain.catalogue.Tier;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/** From an amount to the quantity that it buys. */
public final class Purchase {
    /**
     * So many decimals that the quantity beyond it, priced, comes to the same cents as what was
     * spent less the amount: prices and quantities have far fewer.
     */
    private static final int PLACES = 40;

    private Purchase() {}

    /**
     * The greatest quantity that costs no more than {@code amount}; empty if every quantity does.
     *
     * <p>Units: amount in units of the price's currency, the result in units of the price. Of
     * packages, whole ones. Of tiers by volume, up to the first tier in which more would cost more
     * than the amount. Rounding: down, at 40 decimals. Guarantee: never below zero. Errors:
     * IllegalArgumentException for a model that needs more than a quantity, and for an amount below
     * zero. Source: docs/conventions.md#allowances.
     */
    public static Optional<BigDecimal> quantity(PricingModel model, BigDecimal amount) {
        if (amount.signum() < 0) {
            throw new IllegalArgumentException(
                    "amount to be spent: got " + amount.toPlainString() + ", expected 0 or more");
        }
        return switch (model) {
            case FlatFee flat -> units(amount, flat.unitAmount());
            case PackageFee packages ->
                    packages.packageAmount().signum() == 0
                            ? Optional.empty()
                            : Optional.of(
                                    amount.divide(packages.packageAmount(), 0, RoundingMode.FLOOR)
                                            .multiply(packages.packageSize())
                                            .add(packages.freeUnits()));
            case Graduated graduated -> graduated(graduated.tiers(), amount);
            case Volume volume -> volume(volume.tiers(), amount);
            case PricingModel.Percentage _,
                    PricingModel.GraduatedPercentage _,
                    PricingModel.Dynamic _,
                    PricingModel.Matrix _,
                    PricingModel.Custom _ ->
                    throw new IllegalArgumentException(
                            "amount to be spent: by "
                                    + model
                                    + " an amount does not follow from a quantity");
        };
    }

    private static Optional<BigDecimal> units(BigDecimal amount, BigDecimal each) {
        return each.signum() == 0
                ? Optional.empty()
                : Optional.of(amount.divide(each, PLACES, RoundingMode.FLOOR));
    }

    private static Optional<BigDecimal> graduated(List<Tier> tiers, BigDecimal amount) {
        BigDecimal left = amount;
        BigDecimal from = BigDecimal.ZERO;
        for (Tier tier : tiers) {
            left = left.subtract(tier.flatAmount());
            if (left.signum() < 0) {
                return Optional.of(from);
            }
            Optional<BigDecimal> bought = units(left, tier.unitAmount());
            BigDecimal upTo = tier.upTo();
            if (upTo == null) {
                return bought.map(from::add);
            }
            BigDecimal size = upTo.subtract(from);
            if (bought.isPresent() && bought.get().compareTo(size) < 0) {
                return Optional.of(from.add(bought.get()));
            }
            left = left.subtract(size.multiply(tier.unitAmount()));
            from = upTo;
        }
        return Optional.of(from);
    }

    private static Optional<BigDecimal> volume(List<Tier> tiers, BigDecimal amount) {
        BigDecimal from = BigDecimal.ZERO;
        for (Tier tier : tiers) {
            BigDecimal left = amount.subtract(tier.flatAmount());
            if (left.signum() < 0) {
                return Optional.of(from);
            }
            Optional<BigDecimal> bought = units(left, tier.unitAmount());
            BigDecimal upTo = tier.upTo();
            if (bought.isPresent() && (upTo == null || bought.get().compareTo(upTo) < 0)) {
                return Optional.of(bought.get().max(from));
            }
            if (upTo == null) {
                return Optional.empty();
            }
            from = upTo;
        }
        return Optional.of(from);
    }
}
