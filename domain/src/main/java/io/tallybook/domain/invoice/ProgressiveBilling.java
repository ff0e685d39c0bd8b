package io.tallybook.domain.invoice;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Invoices within a period, whenever usage passes a threshold.
 *
 * @param fixed amounts over the whole life of the subscription
 * @param recurring repeats beyond the greatest fixed one; the greatest counts as 0 if there is none
 */
public record ProgressiveBilling(SortedSet<BigDecimal> fixed, Optional<BigDecimal> recurring) {

    /** Errors: IllegalArgumentException if a threshold is not above 0, or there is none at all. */
    public ProgressiveBilling {
        fixed = new TreeSet<>(fixed);
        if (fixed.isEmpty() && recurring.isEmpty()) {
            throw new IllegalArgumentException("usage_thresholds: got none, expected at least one");
        }
        BigDecimal least = fixed.isEmpty() ? recurring.orElseThrow() : fixed.first();
        least = recurring.map(least::min).orElse(least);
        if (least.signum() <= 0) {
            throw new IllegalArgumentException(
                    "usage_thresholds.amount: got "
                            + least.toPlainString()
                            + ", expected more than 0");
        }
    }

    /** Which thresholds usage has passed: fixed ones rising, and whether the recurring one too. */
    public record Passed(SortedSet<BigDecimal> fixed, boolean recurring) {
        public Passed {
            fixed = new TreeSet<>(fixed);
        }

        /** Whether an invoice is due. */
        public boolean any() {
            return recurring || !fixed.isEmpty();
        }
    }

    /**
     * The thresholds passed by the usage of the running period.
     *
     * <p>Units: of the currency. {@code before} is all usage that was invoiced before, {@code
     * current} what was used since. A fixed threshold t is passed if before &lt; t &lt;= before +
     * current. The recurring one, until the greatest fixed one lies behind, if the sum exceeds that
     * by a step; afterwards if what is left of the steps already invoiced, with the current usage,
     * makes a step. Source: docs/conventions.md#progressive-billing.
     */
    public Passed passed(BigDecimal before, BigDecimal current) {
        BigDecimal total = before.add(current);
        SortedSet<BigDecimal> passed = new TreeSet<>();
        for (BigDecimal threshold : fixed) {
            if (threshold.compareTo(before) > 0 && threshold.compareTo(total) <= 0) {
                passed.add(threshold);
            }
        }
        return new Passed(
                passed, recurring.filter(step -> repeats(step, before, current)).isPresent());
    }

    private boolean repeats(BigDecimal step, BigDecimal before, BigDecimal current) {
        BigDecimal greatest = fixed.isEmpty() ? BigDecimal.ZERO : fixed.last();
        if (before.compareTo(greatest) < 0) {
            return before.add(current).subtract(greatest).compareTo(step) >= 0;
        }
        return before.remainder(step).add(current).compareTo(step) >= 0;
    }
}
