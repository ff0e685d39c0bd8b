package io.tallybook.domain.invoice;

import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import io.tallybook.domain.money.Rounding;
import io.tallybook.domain.rating.Commitments;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.rating.LineRating;
import io.tallybook.domain.rating.LineTerms;
import io.tallybook.domain.rating.MeteredUsage;
import io.tallybook.domain.rating.RatedAmount;
import io.tallybook.domain.rating.RatedLine;
import io.tallybook.domain.rating.Rating;
import io.tallybook.domain.rating.RatingStep;
import io.tallybook.domain.rating.WindowedRating;
import io.tallybook.domain.rating.WindowedTerms;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Where the amount of a line comes from. */
public sealed interface Charge {
    /** The step by which earlier invoices of the same stretch of time are taken off. */
    String BILLED_BEFORE = "billed.before";

    /** A quantity at a price. */
    record Priced(PricingModel model, BigDecimal quantity) implements Charge {}

    /**
     * What a meter read, by the full terms of a line: allowance off, minimum quantity, model, price
     * unit, commitment, share of the period. The terms' currency and conventions must be the
     * invoice's.
     */
    record Metered(LineTerms terms, MeteredUsage usage, BigDecimal allowance, Ratio share)
            implements Charge {}

    /** The values of a bucketed meter, each at the price for itself. */
    record Bucketed(PricingModel model, List<BigDecimal> values) implements Charge {
        public Bucketed {
            values = List.copyOf(values);
        }
    }

    /** The values of a bucketed meter by the full terms of a line, in order of time. */
    record MeteredBuckets(LineTerms terms, List<BigDecimal> values, BigDecimal allowance)
            implements Charge {
        public MeteredBuckets {
            values = List.copyOf(values);
        }
    }

    /** The windows of a bucketed meter, each held by itself against the commitment of its terms. */
    record MeteredWindows(
            WindowedTerms terms, List<WindowedRating.Window> windows, BigDecimal allowance)
            implements Charge {
        public MeteredWindows {
            windows = List.copyOf(windows);
        }
    }

    /** An amount that was worked out before, with the steps that sum to it. */
    record Computed(BigDecimal quantity, List<RatingStep> steps) implements Charge {
        public Computed {
            steps = List.copyOf(steps);
        }
    }

    /**
     * A charge of which a part was paid before, for something that is not used any more.
     *
     * <p>Shapes: the credit is from 0 to what is charged.
     */
    record Credited(Charge charge, Money credit) implements Charge {}

    /**
     * A charge for a whole stretch of time of which earlier invoices have billed the beginning: the
     * rest is owed.
     *
     * <p>Shapes: what was billed is 0 or more; the line is below zero if that was more than the
     * whole comes to by now.
     */
    record BilledBefore(Charge charge, Money before) implements Charge {}

    /** The amount of the line, with the steps and the share that lead to it. */
    default RatedLine rated(CurrencyCode currency, Conventions conventions) {
        return switch (this) {
            case Priced(PricingModel model, BigDecimal quantity) ->
                    whole(quantity, Rating.rate(model, quantity, currency, conventions));
            case Metered(LineTerms terms, MeteredUsage usage, BigDecimal allowance, Ratio share) ->
                    LineRating.rate(
                            ofInvoice(terms, currency, conventions), usage, allowance, share);
            case MeteredBuckets(LineTerms terms, List<BigDecimal> values, BigDecimal allowance) ->
                    LineRating.buckets(ofInvoice(terms, currency, conventions), values, allowance);
            case MeteredWindows(
                            WindowedTerms terms,
                            List<WindowedRating.Window> windows,
                            BigDecimal allowance) -> {
                ofInvoice(terms.own(), currency, conventions);
                terms.exceptions().forEach(e -> ofInvoice(e.terms(), currency, conventions));
                yield WindowedRating.rate(terms, windows, allowance).line();
            }
            case Bucketed(PricingModel model, List<BigDecimal> values) ->
                    whole(
                            values.stream().reduce(BigDecimal.ZERO, BigDecimal::add),
                            Rating.rateEach(model, values, currency, conventions));
            case Credited(Charge charge, Money credit) ->
                    less(charge.rated(currency, conventions), credit);
            case BilledBefore(Charge charge, Money before) ->
                    rest(charge.rated(currency, conventions), before);
            case Computed(BigDecimal quantity, List<RatingStep> steps) -> {
                BigDecimal precise = BigDecimal.ZERO;
                for (RatingStep step : steps) {
                    precise = precise.add(step.amount());
                }
                yield whole(
                        quantity,
                        new RatedAmount(
                                precise, Rounding.HALF_UP.toMoney(precise, currency), steps));
            }
        };
    }

    private static RatedLine less(RatedLine line, Money credit) {
        Money left = line.amount().minus(credit);
        if (credit.isNegative() || left.isNegative()) {
            throw new IllegalArgumentException(
                    "lines.credit: got " + credit + ", expected 0 to " + line.amount());
        }
        List<RatingStep> steps =
                List.of(
                        RatingStep.named("charged", line.amount()),
                        RatingStep.named("unused", credit.negated()));
        return new RatedLine(
                line.metered(),
                line.billed(),
                Ratio.ONE,
                left.toDecimal(),
                left,
                line.commitment(),
                steps);
    }

    private static RatedLine rest(RatedLine line, Money before) {
        if (before.isNegative()) {
            throw new IllegalArgumentException(
                    "lines.billed_before: got " + before + ", expected 0 or more");
        }
        List<RatingStep> steps = new ArrayList<>(line.steps());
        steps.add(RatingStep.named(BILLED_BEFORE, before.negated()));
        return new RatedLine(
                line.metered(),
                line.billed(),
                line.share(),
                line.precise().subtract(before.toDecimal()),
                line.amount().minus(before),
                line.commitment(),
                steps);
    }

    private static LineTerms ofInvoice(
            LineTerms terms, CurrencyCode currency, Conventions conventions) {
        if (!terms.currency().equals(currency) || terms.conventions() != conventions) {
            throw new IllegalArgumentException(
                    "lines.terms: got "
                            + terms.currency()
                            + " and "
                            + terms.conventions()
                            + ", expected the invoice's "
                            + currency
                            + " and "
                            + conventions);
        }
        return terms;
    }

    private static RatedLine whole(BigDecimal quantity, RatedAmount amount) {
        return new RatedLine(
                quantity,
                quantity,
                Ratio.ONE,
                amount.precise(),
                amount.amount(),
                Commitments.Split.NONE,
                amount.steps());
    }
}
