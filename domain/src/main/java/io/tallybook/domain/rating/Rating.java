package io.tallybook.domain.rating;

import io.tallybook.domain.catalogue.CustomFormula;
import io.tallybook.domain.catalogue.MatrixCell;
import io.tallybook.domain.catalogue.PackageRounding;
import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.catalogue.PricingModel.Custom;
import io.tallybook.domain.catalogue.PricingModel.Dynamic;
import io.tallybook.domain.catalogue.PricingModel.FlatFee;
import io.tallybook.domain.catalogue.PricingModel.Graduated;
import io.tallybook.domain.catalogue.PricingModel.GraduatedPercentage;
import io.tallybook.domain.catalogue.PricingModel.Matrix;
import io.tallybook.domain.catalogue.PricingModel.PackageFee;
import io.tallybook.domain.catalogue.PricingModel.Percentage;
import io.tallybook.domain.catalogue.PricingModel.Volume;
import io.tallybook.domain.money.CurrencyCode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        return rate(model, MeteredUsage.of(quantity), currency, conventions);
    }

    /**
     * What usage costs, where the model may look at the transactions, amounts or groups behind the
     * quantity.
     *
     * <p>As {@link #rate(PricingModel, BigDecimal, CurrencyCode, Conventions)}. Errors:
     * IllegalArgumentException if the model looks at each transaction and the values are not given,
     * or if the events carry a negative amount in sum.
     */
    public static RatedAmount rate(
            PricingModel model,
            MeteredUsage usage,
            CurrencyCode currency,
            Conventions conventions) {
        return RatedAmount.of(steps(model, usage, conventions), currency);
    }

    /**
     * The sum of what each value costs by itself: the buckets of a bucketed meter, or the groups
     * within one.
     *
     * <p>Rounding: once, over the sum. Steps that differ only in how often they occur are one row.
     */
    public static RatedAmount rateEach(
            PricingModel model,
            List<BigDecimal> values,
            CurrencyCode currency,
            Conventions conventions) {
        StepSum sum = new StepSum();
        for (BigDecimal value : values) {
            sum.addAll(steps(model, MeteredUsage.of(value), conventions));
        }
        return RatedAmount.of(sum.steps(), currency);
    }

    static List<RatingStep> steps(PricingModel model, MeteredUsage usage, Conventions conventions) {
        if (model instanceof Matrix matrix) {
            return matrix(matrix, usage, conventions);
        }
        BigDecimal quantity = usage.quantity().max(BigDecimal.ZERO);
        if (quantity.signum() == 0) {
            return conventions == Conventions.LAGO ? lagoAtZero(model) : List.of();
        }
        return switch (model) {
            case FlatFee flat ->
                    List.of(row("flat", BigDecimal.ZERO, quantity, quantity, flat.unitAmount()));
            case PackageFee packages -> List.of(packages(packages, quantity));
            case Graduated graduated -> TierRating.graduated(graduated.tiers(), quantity);
            case Volume volume -> List.of(TierRating.volume(volume.tiers(), quantity, quantity));
            case Percentage percentage -> PercentageRating.rate(percentage, usage, conventions);
            case GraduatedPercentage graduated ->
                    TierRating.graduatedPercentage(graduated.tiers(), quantity);
            case Dynamic _ -> List.of(supplied(usage));
            case Custom custom -> custom(custom, quantity);
            case Matrix matrix -> matrix(matrix, usage, conventions);
        };
    }

    // In Lago's world the flat amount of the first tier is due before the first unit is used.
    private static List<RatingStep> lagoAtZero(PricingModel model) {
        return switch (model) {
            case Graduated graduated -> TierRating.graduated(graduated.tiers(), BigDecimal.ZERO);
            case Volume volume ->
                    List.of(TierRating.volume(volume.tiers(), BigDecimal.ZERO, BigDecimal.ZERO));
            case GraduatedPercentage graduated ->
                    TierRating.graduatedPercentage(graduated.tiers(), BigDecimal.ZERO);
            case FlatFee _, PackageFee _, Percentage _, Dynamic _, Custom _, Matrix _ -> List.of();
        };
    }

    private static RatingStep packages(PackageFee model, BigDecimal quantity) {
        BigDecimal charged = quantity.subtract(model.freeUnits()).max(BigDecimal.ZERO);
        RoundingMode mode =
                model.rounding() == PackageRounding.UP ? RoundingMode.CEILING : RoundingMode.FLOOR;
        BigDecimal packages = charged.divide(model.packageSize(), 0, mode);
        return row("package", model.freeUnits(), quantity, packages, model.packageAmount());
    }

    private static RatingStep supplied(MeteredUsage usage) {
        BigDecimal amount = usage.suppliedAmount();
        if (amount.signum() < 0) {
            throw new IllegalArgumentException(
                    "amount of the events: got " + amount.toPlainString() + ", expected 0 or more");
        }
        return RatingStep.of(
                "supplied",
                BigDecimal.ZERO,
                usage.quantity(),
                usage.quantity(),
                BigDecimal.ZERO,
                amount);
    }

    private static List<RatingStep> custom(Custom model, BigDecimal quantity) {
        List<RatingStep> steps = new ArrayList<>();
        for (CustomFormula.Row row : model.formula().rows(quantity)) {
            RatingStep step =
                    RatingStep.of(
                            model.name() + "." + row.key(),
                            BigDecimal.ZERO,
                            quantity,
                            row.quantity(),
                            row.unitAmount(),
                            row.flatAmount());
            if (step.amount().signum() < 0) {
                throw new IllegalArgumentException(
                        "custom price \""
                                + model.name()
                                + "\": row \""
                                + row.key()
                                + "\" is "
                                + step.amount().toPlainString()
                                + ", expected 0 or more");
            }
            steps.add(step);
        }
        return steps;
    }

    private static List<RatingStep> matrix(
            Matrix model, MeteredUsage usage, Conventions conventions) {
        List<RatingStep> steps = new ArrayList<>();
        for (MeteredUsage.Group group : usage.groups()) {
            Optional<MatrixCell> cell = model.cellFor(group.properties());
            PricingModel priced = cell.map(MatrixCell::model).orElse(model.otherwise());
            String name = cell.map(MatrixCell::name).orElse("default");
            if (priced == null) {
                BigDecimal units = group.usage().quantity();
                steps.add(row("unpriced", BigDecimal.ZERO, units, units, BigDecimal.ZERO));
            } else {
                addNamed(steps, name, steps(priced, group.usage(), conventions));
            }
        }
        if (usage.groups().isEmpty() && model.otherwise() != null) {
            addNamed(steps, "default", steps(model.otherwise(), usage, conventions));
        }
        return steps;
    }

    private static void addNamed(List<RatingStep> all, String name, List<RatingStep> steps) {
        for (RatingStep step : steps) {
            all.add(step.named(name + "/" + step.key()));
        }
    }

    private static RatingStep row(
            String key,
            BigDecimal from,
            BigDecimal to,
            BigDecimal quantity,
            BigDecimal unitAmount) {
        return RatingStep.of(key, from, to, quantity, unitAmount, BigDecimal.ZERO);
    }
}
