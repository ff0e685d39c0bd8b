package io.tallybook.core.catalogue;

import io.tallybook.domain.catalogue.FallingPrice;
import io.tallybook.domain.catalogue.InvalidPrice;
import io.tallybook.domain.catalogue.PackageRounding;
import io.tallybook.domain.catalogue.PriceProver;
import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.catalogue.Tier;
import java.math.BigDecimal;
import java.util.List;

/**
 * From the price on a document to the model that computes with it: the one way for the check of a
 * new price, the preview and the invoice.
 */
public final class PricingModels {
    private PricingModels() {}

    /**
     * The pricing model of a price; of one that is written in a price unit, in that unit.
     *
     * <p>Errors: {@link InvalidPrice} naming the field, if the parts of the document do not belong
     * together or the model refuses them.
     */
    public static PricingModel of(PriceDocument price) {
        PriceDocument.WrittenIn unit = price.conditions().unit();
        return unit == null
                ? of(price, price.amount(), price.tiers())
                : of(price, unit.amount(), unit.tiers());
    }

    private static PricingModel of(
            PriceDocument price, BigDecimal amount, List<PriceDocument.Tier> priceTiers) {
        return switch (price.billingModel()) {
            case FLAT_FEE -> {
                refuseTiers(price);
                refuseTransform(price);
                yield new PricingModel.FlatFee(amount);
            }
            case PACKAGE -> {
                refuseTiers(price);
                yield packages(price, amount);
            }
            case TIERED -> {
                refuseTransform(price);
                yield tiered(price, amount, priceTiers);
            }
        };
    }

    /**
     * The pricing model of a new price, by which more usage never costs less unless that is meant.
     *
     * <p>Errors: {@link InvalidPrice} as {@link #of}, and naming the tier and both quantities for a
     * price that falls and was not declared to.
     */
    public static PricingModel proven(PriceDocument price, FallingPrice fallingPrice) {
        PricingModel model = of(price);
        PriceProver.check(model, fallingPrice);
        return model;
    }

    private static PricingModel packages(PriceDocument price, BigDecimal amount) {
        PriceDocument.TransformQuantity transform = price.transform();
        if (transform == null) {
            throw new InvalidPrice("transform_quantity", "none", "the size of a package");
        }
        if (transform.divideBy().compareTo(BigDecimal.ONE) < 0) {
            throw new InvalidPrice(
                    "transform_quantity.divide_by",
                    transform.divideBy().toPlainString(),
                    "1 or more");
        }
        return new PricingModel.PackageFee(
                amount,
                transform.divideBy(),
                switch (transform.round()) {
                    case UP -> PackageRounding.UP;
                    case DOWN -> PackageRounding.DOWN;
                });
    }

    private static PricingModel tiered(
            PriceDocument price, BigDecimal amount, List<PriceDocument.Tier> priceTiers) {
        PriceDocument.TierMode mode = price.tierMode();
        if (mode == null) {
            throw new InvalidPrice("tier_mode", "none", "SLAB or VOLUME");
        }
        if (amount.signum() != 0) {
            throw new InvalidPrice(
                    "amount",
                    amount.toPlainString(),
                    "0, because a TIERED price is owed by its tiers");
        }
        List<Tier> tiers =
                priceTiers.stream()
                        .map(tier -> new Tier(tier.upTo(), tier.unitAmount(), tier.flatAmount()))
                        .toList();
        return switch (mode) {
            case SLAB -> new PricingModel.Graduated(tiers);
            case VOLUME -> new PricingModel.Volume(tiers);
        };
    }

    private static void refuseTiers(PriceDocument price) {
        if (!price.tiers().isEmpty()) {
            throw new InvalidPrice(
                    "tiers",
                    String.valueOf(price.tiers().size()),
                    "none with billing_model " + price.billingModel());
        }
        if (price.tierMode() != null) {
            throw new InvalidPrice(
                    "tier_mode",
                    price.tierMode().name(),
                    "none with billing_model " + price.billingModel());
        }
    }

    private static void refuseTransform(PriceDocument price) {
        if (price.transform() != null) {
            throw new InvalidPrice(
                    "transform_quantity",
                    "divide_by " + price.transform().divideBy().toPlainString(),
                    "none with billing_model " + price.billingModel());
        }
    }
}
