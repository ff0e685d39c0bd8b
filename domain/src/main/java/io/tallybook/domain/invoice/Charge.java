package io.tallybook.domain.invoice;

import io.tallybook.domain.catalogue.PricingModel;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.rating.RatedAmount;
import io.tallybook.domain.rating.Rating;
import io.tallybook.domain.rating.RatingStep;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Where the amount of a line comes from. */
public sealed interface Charge {
    /** The quantity that the line shows. */
    BigDecimal quantity();

    /** A quantity at a price. */
    record Priced(PricingModel model, BigDecimal quantity) implements Charge {}

    /** The values of a bucketed meter, each at the price for itself. */
    record Bucketed(PricingModel model, List<BigDecimal> values) implements Charge {
        public Bucketed {
            values = List.copyOf(values);
        }

        @Override
        public BigDecimal quantity() {
            return values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }

    /**
     * An amount that was worked out before (a commitment, a prorated fee), with the steps that sum
     * to it.
     */
    record Computed(BigDecimal quantity, List<RatingStep> steps) implements Charge {
        public Computed {
            steps = List.copyOf(steps);
        }
    }

    /** The steps that lead to the amount; their exact sum is the precise amount of the line. */
    default List<RatingStep> steps(CurrencyCode currency, Conventions conventions) {
        return switch (this) {
            case Priced(PricingModel model, BigDecimal quantity) ->
                    Rating.rate(model, quantity, currency, conventions).steps();
            case Bucketed(PricingModel model, List<BigDecimal> values) -> {
                List<RatingStep> steps = new ArrayList<>();
                for (BigDecimal value : values) {
                    RatedAmount bucket = Rating.rate(model, value, currency, conventions);
                    steps.addAll(bucket.steps());
                }
                yield steps;
            }
            case Computed(_, List<RatingStep> steps) -> steps;
        };
    }
}
