package io.tallybook.domain.rating;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts equal rows together, so that a year of hours explains itself in as many rows as the price
 * has tiers.
 */
final class StepSum {
    private final Map<Row, BigDecimal[]> sums = new LinkedHashMap<>();

    private record Row(
            String key, BigDecimal from, @Nullable BigDecimal to, BigDecimal unitAmount) {}

    void addAll(List<RatingStep> steps) {
        for (RatingStep step : steps) {
            // The upper end of a row that is not a tier is the quantity itself, which differs each
            // time.
            BigDecimal to = step.key().startsWith("tier.") ? step.to() : null;
            BigDecimal[] sum =
                    sums.computeIfAbsent(
                            new Row(step.key(), step.from(), to, step.unitAmount()),
                            _ -> new BigDecimal[] {BigDecimal.ZERO, BigDecimal.ZERO});
            sum[0] = sum[0].add(step.quantity());
            sum[1] = sum[1].add(step.flatAmount());
        }
    }

    List<RatingStep> steps() {
        List<RatingStep> steps = new ArrayList<>(sums.size());
        sums.forEach(
                (row, sum) ->
                        steps.add(
                                RatingStep.of(
                                        row.key(),
                                        row.from(),
                                        row.to(),
                                        sum[0],
                                        row.unitAmount(),
                                        sum[1])));
        return steps;
    }
}
