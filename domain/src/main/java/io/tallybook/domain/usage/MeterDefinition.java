package io.tallybook.domain.usage;

import java.util.Optional;

/**
 * What a meter measures: which events, what of them, how they add up, and how the sum is rounded.
 *
 * @param filter which events, each by what was in force when it happened
 * @param expression computes the aggregated property from the others of the same event
 */
public record MeterDefinition(
        Aggregation aggregation,
        Carry carry,
        Optional<Bucketing> bucketing,
        FilterHistory filter,
        Optional<Expression> expression,
        QuantityRounding rounding,
        QuotientRounding quotient) {

    public MeterDefinition {
        if (bucketing.isPresent() && carry != Carry.FRESH) {
            throw new IllegalArgumentException(
                    "meter.carry must be FRESH when meter.bucketing is given, was " + carry);
        }
        if (carry == Carry.RECURRING_PRORATED && !prorates(aggregation)) {
            throw new IllegalArgumentException(
                    "meter.carry RECURRING_PRORATED goes with Sum or UniqueCount, aggregation was "
                            + aggregation);
        }
    }

    /** A meter over all events, fresh each period, unrounded. */
    public static MeterDefinition of(Aggregation aggregation) {
        return new MeterDefinition(
                aggregation,
                Carry.FRESH,
                Optional.empty(),
                FilterHistory.ALL,
                Optional.empty(),
                QuantityRounding.NONE,
                QuotientRounding.EXACT);
    }

    public MeterDefinition carrying(Carry value) {
        return new MeterDefinition(
                aggregation, value, bucketing, filter, expression, rounding, quotient);
    }

    public MeterDefinition bucketed(Bucketing value) {
        return new MeterDefinition(
                aggregation, carry, Optional.of(value), filter, expression, rounding, quotient);
    }

    public MeterDefinition filtered(EventFilter value) {
        return filtered(FilterHistory.of(value));
    }

    public MeterDefinition filtered(FilterHistory value) {
        return new MeterDefinition(
                aggregation, carry, bucketing, value, expression, rounding, quotient);
    }

    public MeterDefinition computing(Expression value) {
        return new MeterDefinition(
                aggregation, carry, bucketing, filter, Optional.of(value), rounding, quotient);
    }

    public MeterDefinition rounded(QuantityRounding value) {
        return new MeterDefinition(
                aggregation, carry, bucketing, filter, expression, value, quotient);
    }

    public MeterDefinition dividing(QuotientRounding value) {
        return new MeterDefinition(
                aggregation, carry, bucketing, filter, expression, rounding, value);
    }

    private static boolean prorates(Aggregation aggregation) {
        return switch (aggregation) {
            case Aggregation.Sum _, Aggregation.UniqueCount _, Aggregation.SumWithMultiplier _ ->
                    true;
            case Aggregation.Count _,
                    Aggregation.Average _,
                    Aggregation.Max _,
                    Aggregation.Latest _,
                    Aggregation.WeightedSum _ ->
                    false;
        };
    }
}
