package io.tallybook.domain.usage;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The running sum of values, for as long as something of them is free. */
public final class RunningTotals {
    private RunningTotals() {}

    /**
     * The sum after each value, for the first {@code freeEvents} of them, and up to and with the
     * one that passes {@code freeAmount}; an absent or zero limit does not cut.
     *
     * <p>Source: docs/conventions.md#aggregations.
     */
    public static List<BigDecimal> of(
            List<BigDecimal> values,
            Optional<Integer> freeEvents,
            Optional<BigDecimal> freeAmount) {
        List<BigDecimal> totals = new ArrayList<>();
        BigDecimal running = BigDecimal.ZERO;
        for (BigDecimal value : values) {
            BigDecimal before = running;
            boolean enough =
                    freeEvents.filter(n -> n > 0 && totals.size() >= n).isPresent()
                            || freeAmount
                                    .filter(a -> a.signum() > 0 && before.compareTo(a) > 0)
                                    .isPresent();
            if (enough) {
                break;
            }
            running = running.add(value);
            totals.add(running);
        }
        return totals;
    }
}
