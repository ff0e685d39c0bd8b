package io.tallybook.domain.catalogue;

import io.tallybook.domain.catalogue.PriceProof.Falls;
import io.tallybook.domain.catalogue.PriceProof.NeverFalls;
import io.tallybook.domain.catalogue.PriceProof.Unknown;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Proves that more usage never costs less, or finds two quantities that show the contrary. */
public final class PriceProver {

    private PriceProver() {}

    /**
     * The verdict on a model, before rounding, for all quantities from 0 up.
     *
     * <p>Amounts of a model are never negative, so every model that charges unit by unit rises.
     * Only a volume price can fall, and only where one tier ends: within a tier it rises, and a
     * fall between tiers that do not touch is a fall between two that do.
     */
    public static PriceProof prove(PricingModel model) {
        return switch (model) {
            case PricingModel.FlatFee _,
                    PricingModel.PackageFee _,
                    PricingModel.Graduated _,
                    PricingModel.GraduatedPercentage _,
                    PricingModel.Percentage _ ->
                    new NeverFalls();
            case PricingModel.Volume volume -> volume(volume.tiers());
            case PricingModel.Dynamic _ -> new Unknown("the events carry the amount");
            case PricingModel.Custom custom ->
                    new Unknown("the formula \"" + custom.name() + "\" is not known here");
            case PricingModel.Matrix matrix -> matrix(matrix);
        };
    }

    /**
     * Refuses a price by which more usage can cost less, unless the seller has said that this is
     * meant.
     *
     * <p>Errors: {@link InvalidPrice} naming the tier and both quantities.
     */
    public static void check(PricingModel model, FallingPrice fallingPrice) {
        if (fallingPrice == FallingPrice.REFUSED && prove(model) instanceof Falls falls) {
            throw new InvalidPrice(
                    falls.field(),
                    "a price by which " + falls,
                    "one by which more usage never costs less, or the declaration that this is"
                            + " meant");
        }
    }

    private static PriceProof volume(List<Tier> tiers) {
        for (int i = 0; i + 1 < tiers.size(); i++) {
            BigDecimal bound = tiers.get(i).upTo();
            if (bound == null) {
                break;
            }
            BigDecimal atBound = cost(tiers.get(i), bound);
            if (cost(tiers.get(i + 1), bound).compareTo(atBound) < 0) {
                BigDecimal more = justAbove(bound, atBound, tiers.get(i + 1));
                return new Falls(
                        "tiers[" + (i + 1) + "]",
                        bound,
                        atBound,
                        more,
                        cost(tiers.get(i + 1), more));
            }
        }
        return new NeverFalls();
    }

    // One unit more is the example that people understand; where it is too much, a tenth, a
    // hundredth and so on.
    private static BigDecimal justAbove(BigDecimal bound, BigDecimal costAtBound, Tier next) {
        BigDecimal step = BigDecimal.ONE;
        while (true) {
            BigDecimal more = bound.add(step);
            if (next.reaches(more) && cost(next, more).compareTo(costAtBound) < 0) {
                return more;
            }
            step = step.movePointLeft(1);
        }
    }

    private static BigDecimal cost(Tier tier, BigDecimal quantity) {
        return tier.unitAmount().multiply(quantity).add(tier.flatAmount());
    }

    private static PriceProof matrix(PricingModel.Matrix matrix) {
        Optional<Unknown> unknown = Optional.empty();
        for (MatrixCell cell : matrix.cells()) {
            switch (prove(cell.model())) {
                case Falls falls -> {
                    return inCell(cell, falls);
                }
                case Unknown reason -> unknown = Optional.of(reason);
                case NeverFalls _ -> {}
            }
        }
        PriceProof rest = matrix.otherwise() == null ? new NeverFalls() : prove(matrix.otherwise());
        return rest instanceof NeverFalls && unknown.isPresent() ? unknown.get() : rest;
    }

    private static Falls inCell(MatrixCell cell, Falls falls) {
        return new Falls(
                "matrix." + cell.name() + "." + falls.field(),
                falls.fewer(),
                falls.costOfFewer(),
                falls.more(),
                falls.costOfMore());
    }
}
