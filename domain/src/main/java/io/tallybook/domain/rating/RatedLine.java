package io.tallybook.domain.rating;

import io.tallybook.domain.money.Money;
import io.tallybook.domain.money.Ratio;
import java.math.BigDecimal;
import java.util.List;

/**
 * The amount of a line and how it came about.
 *
 * <p>Guarantee: the amounts of the steps, summed, times {@code share}, rounded half away from zero,
 * are {@code amount}; {@code precise} is the same with 20 decimals.
 *
 * @param metered the quantity as it was read
 * @param billed the quantity that was priced, after allowance and minimum
 * @param share the part of the period that is charged
 */
public record RatedLine(
        BigDecimal metered,
        BigDecimal billed,
        Ratio share,
        BigDecimal precise,
        Money amount,
        Commitments.Split commitment,
        List<RatingStep> steps) {

    public RatedLine {
        steps = List.copyOf(steps);
    }
}
