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
            BigDecimal[] sum = sumOf(step);
            sum[0] = sum[0].add(step.quantity());
            sum[1] = sum[1].add(step.flatAmount());
        }
    }

    void takeAll(List<RatingStep> steps) {
        for (RatingStep step : steps) {
            BigDecimal[] sum = sumOf(step);
            sum[0] = sum[0].subtract(step.quantity());
            sum[1] = sum[1].subtract(step.flatAmount());
        }
    }

    private BigDecimal[] sumOf(RatingStep step) {
        // The upper end of a row that is not a tier is the quantity itself, which differs each
        // time.
        BigDecimal to = step.key().contains("tier.") ? step.to() : null;
        return sums.computeIfAbsent(
                new Row(step.key(), step.from(), to, step.unitAmount()),
                _ -> new BigDecimal[] {BigDecimal.ZERO, BigDecimal.ZERO});
    }

    /** Without the rows in which nothing is left. */
    List<RatingStep> stepsThatCount() {
        return steps().stream()
                .filter(step -> step.quantity().signum() != 0 || step.flatAmount().signum() != 0)
                .toList();
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
