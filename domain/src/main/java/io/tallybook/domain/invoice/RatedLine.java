package io.tallybook.domain.invoice;

import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Rounding;
import io.tallybook.domain.rating.Conventions;
import io.tallybook.domain.rating.RatingStep;
import java.math.BigDecimal;
import java.util.List;

/** A line with its amount, before anything is taken off. */
record RatedLine(LineInput input, BigDecimal precise, Money amount, List<RatingStep> steps) {

    static RatedLine of(LineInput input, CurrencyCode currency, Conventions conventions) {
        List<RatingStep> steps = input.charge().steps(currency, conventions);
        BigDecimal precise = BigDecimal.ZERO;
        for (RatingStep step : steps) {
            precise = precise.add(step.amount());
        }
        if (precise.signum() < 0) {
            throw new IllegalArgumentException(
                    "lines.amount of "
                            + input.id()
                            + ": got "
                            + precise.toPlainString()
                            + ", expected 0 or more; what is given back is a credit note");
        }
        return new RatedLine(input, precise, Rounding.HALF_UP.toMoney(precise, currency), steps);
    }
}
