package io.tallybook.domain.rating;

import io.tallybook.domain.catalogue.Commitment;
import io.tallybook.domain.catalogue.PriceUnit;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.money.Rounding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The way of one line from a reading to an amount: allowance off, minimum quantity, price model,
 * price unit, commitment, share of the period, one rounding.
 */
public final class LineRating {
    private static final int PRECISE_PLACES = 20;
    private static final int LAGO_PRICE_UNIT_PLACES = 2;

    private LineRating() {}

    /** The usage of a whole period. */
    public static RatedLine usage(LineTerms terms, MeteredUsage usage, BigDecimal allowance) {
        return rate(terms, usage, allowance, Ratio.ONE);
    }

    /** A fixed quantity, such as seats, for a share of the period. */
    public static RatedLine fixed(LineTerms terms, BigDecimal quantity, Ratio share) {
        return rate(terms, MeteredUsage.of(quantity), BigDecimal.ZERO, share);
    }

    /**
     * The amount of a line.
     *
     * <p>Units: allowance in units of the price, 0 for none, priced from the first tier on; share
     * of the period that is charged, 0 to 1. Rounding: once, half away from zero; under LAGO an
     * amount in a price unit is first rounded to two decimals of that unit. Errors:
     * IllegalArgumentException for a share outside 0 to 1 or a negative allowance. Source:
     * docs/pricing.md#a-line
     */
    public static RatedLine rate(
            LineTerms terms, MeteredUsage usage, BigDecimal allowance, Ratio share) {
        if (share.signum() < 0 || share.compareTo(Ratio.ONE) > 0) {
            throw new IllegalArgumentException(
                    "share of the period: got " + share + ", expected 0 to 1");
        }
        MeteredUsage billed = atLeast(terms, usage.less(allowance));
        List<RatingStep> steps = Rating.steps(terms.model(), billed, terms.conventions());
        return line(terms, usage.quantity(), billed.quantity(), share, steps);
    }

    /**
     * The usage of a bucketed meter: each bucket, or each group within one, priced by itself.
     *
     * <p>Shapes: {@code buckets} in order of time. An allowance covers the first buckets first;
     * under FLEXPRICE it comes off their sum, which is then priced as one quantity. Rounding and
     * errors: as {@link #rate}.
     */
    public static RatedLine buckets(
            LineTerms terms, List<BigDecimal> buckets, BigDecimal allowance) {
        MeteredUsage usage = MeteredUsage.ofTransactions(buckets);
        MeteredUsage billed = atLeast(terms, usage.less(allowance));
        boolean asOne = allowance.signum() > 0 && terms.conventions() == Conventions.FLEXPRICE;
        boolean lifted = billed.quantity().compareTo(usage.quantity()) > 0;
        StepSum steps = new StepSum();
        List<BigDecimal> parts = asOne || lifted ? List.of(billed.quantity()) : billed.values();
        for (BigDecimal part : parts) {
            steps.addAll(Rating.steps(terms.model(), MeteredUsage.of(part), terms.conventions()));
        }
        return line(terms, usage.quantity(), billed.quantity(), Ratio.ONE, steps.steps());
    }

    private static RatedLine line(
            LineTerms terms,
            BigDecimal metered,
            BigDecimal billed,
            Ratio share,
            List<RatingStep> priced) {
        List<RatingStep> steps = inCurrency(terms, priced);
        Commitments.Split split = Commitments.Split.NONE;
        Commitment commitment = terms.commitment();
        if (commitment != null) {
            BigDecimal base = sum(steps);
            split = Commitments.apply(commitment, terms.progress(), base);
            steps = new ArrayList<>(steps);
            steps.addAll(Commitments.rows(commitment, split, base));
        }
        return line(metered, billed, share, steps, split, terms.currency());
    }

    static RatedLine line(
            BigDecimal metered,
            BigDecimal billed,
            Ratio share,
            List<RatingStep> steps,
            Commitments.Split split,
            CurrencyCode currency) {
        BigDecimal full = sum(steps);
        if (share.equals(Ratio.ONE)) {
            Money whole = Rounding.HALF_UP.toMoney(full, currency);
            return new RatedLine(metered, billed, share, full, whole, split, steps);
        }
        Money amount = share.of(full, currency, Rounding.HALF_UP);
        BigDecimal precise = share.times(full).toDecimal(PRECISE_PLACES, Rounding.HALF_UP);
        return new RatedLine(metered, billed, share, precise, amount, split, steps);
    }

    private static MeteredUsage atLeast(LineTerms terms, MeteredUsage usage) {
        BigDecimal minimum = terms.minimumQuantity();
        return minimum == null || usage.quantity().compareTo(minimum) >= 0
                ? usage
                : usage.withQuantity(minimum);
    }

    static List<RatingStep> inCurrency(LineTerms terms, List<RatingStep> steps) {
        PriceUnit unit = terms.priceUnit();
        if (unit == null) {
            return steps;
        }
        List<RatingStep> converted = new ArrayList<>(steps.size() + 1);
        for (RatingStep step : steps) {
            converted.add(step.convertedAt(unit.conversionRate()));
        }
        if (terms.conventions() == Conventions.LAGO) {
            BigDecimal inUnit = sum(steps);
            BigDecimal difference =
                    Rounding.HALF_UP.round(inUnit, LAGO_PRICE_UNIT_PLACES).subtract(inUnit);
            if (difference.signum() != 0) {
                converted.add(
                        RatingStep.amount(
                                "price.unit.rounding", difference.multiply(unit.conversionRate())));
            }
        }
        return converted;
    }

    static BigDecimal sum(List<RatingStep> steps) {
        BigDecimal sum = BigDecimal.ZERO;
        for (RatingStep step : steps) {
            sum = sum.add(step.amount());
        }
        return sum;
    }
}
