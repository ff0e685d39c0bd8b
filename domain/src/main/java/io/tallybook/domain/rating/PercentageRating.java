package io.tallybook.domain.rating;

import io.tallybook.domain.catalogue.PricingModel.Percentage;
import java.math.BigDecimal;
import java.util.List;

/**
 * Percentages of transactions, from the transactions themselves or, where that is enough, from
 * their totals.
 */
final class PercentageRating {

    private PercentageRating() {}

    /**
     * The rows of the price of some transactions.
     *
     * <p>Errors: IllegalArgumentException if the model looks at each transaction and the values are
     * not given.
     */
    static List<RatingStep> rate(Percentage model, MeteredUsage usage, Conventions conventions) {
        TransactionTally tally =
                usage.values().isEmpty()
                        ? ofTotals(model, usage)
                        : TransactionTally.of(model, usage.values(), conventions);
        return tally.rows(model, conventions);
    }

    private static TransactionTally ofTotals(Percentage model, MeteredUsage usage) {
        boolean looksAtEach = model.hasBounds() || model.freeEvents() != null;
        if (looksAtEach && usage.events() > 0) {
            throw new IllegalArgumentException(
                    "values: got none for "
                            + usage.events()
                            + " transactions, expected each, because the price looks at each");
        }
        BigDecimal free = model.freeUnits() == null ? BigDecimal.ZERO : model.freeUnits();
        BigDecimal charged = usage.quantity().subtract(free).max(BigDecimal.ZERO);
        return new TransactionTally(
                usage.events(), usage.quantity(), charged, usage.events(), 0, 0);
    }
}
