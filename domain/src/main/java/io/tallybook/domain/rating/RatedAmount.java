package io.tallybook.domain.rating;

import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Rounding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * What a quantity costs: the precise amount, the same rounded to the currency, and the steps that
 * lead to it.
 */
public record RatedAmount(BigDecimal precise, Money amount, List<RatingStep> steps) {

    public RatedAmount {
        steps = List.copyOf(steps);
    }

    /** The sum of the steps, rounded once, half away from zero, to the currency's minor units. */
    static RatedAmount of(List<RatingStep> steps, CurrencyCode currency) {
        BigDecimal precise = BigDecimal.ZERO;
        for (RatingStep step : steps) {
            precise = precise.add(step.amount());
        }
        return new RatedAmount(precise, rounded(precise, currency), steps);
    }

    static Money rounded(BigDecimal precise, CurrencyCode currency) {
        return Rounding.HALF_UP.toMoney(precise, currency);
    }

    /** The same, or zero with a row that says what was taken back, if it is below zero. */
    RatedAmount atLeastZero(CurrencyCode currency) {
        if (precise.signum() >= 0) {
            return this;
        }
        List<RatingStep> lifted = new ArrayList<>(steps);
        lifted.add(RatingStep.amount("never.below.zero", precise.negate()));
        return of(lifted, currency);
    }
}
