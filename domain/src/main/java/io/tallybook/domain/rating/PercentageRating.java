package io.tallybook.domain.rating;

import io.tallybook.domain.catalogue.PricingModel.Percentage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Percentages of transactions: what is free, what pays the rate, what pays a bound. */
final class PercentageRating {
    private final Percentage model;
    private final Conventions conventions;

    private BigDecimal running = BigDecimal.ZERO;
    private BigDecimal chargedUnits = BigDecimal.ZERO;
    private long chargedEvents;
    private long atMinimum;
    private long atMaximum;

    private PercentageRating(Percentage model, Conventions conventions) {
        this.model = conventions == Conventions.LAGO ? withoutZeroLimits(model) : model;
        this.conventions = conventions;
    }

    /**
     * The rows of the price of some transactions.
     *
     * <p>Errors: IllegalArgumentException if the model looks at each transaction and the values are
     * not given.
     */
    static List<RatingStep> rate(Percentage model, MeteredUsage usage, Conventions conventions) {
        PercentageRating rating = new PercentageRating(model, conventions);
        if (usage.values().isEmpty()) {
            rating.addTotals(usage);
        } else {
            for (int i = 0; i < usage.values().size(); i++) {
                rating.add(i, usage.values().get(i));
            }
            rating.forgiveTheFirstEvents(usage.values().size());
        }
        return rating.rows(usage.quantity());
    }

    // In Lago's world a limit of 0 is no limit.
    private static Percentage withoutZeroLimits(Percentage model) {
        Long events = model.freeEvents();
        BigDecimal units = model.freeUnits();
        return model.withFree(
                events == null || events == 0 ? null : events,
                units == null || units.signum() == 0 ? null : units);
    }

    private void add(int index, BigDecimal value) {
        BigDecimal free = freePart(index, value);
        running = running.add(value);
        BigDecimal charged = value.subtract(free);
        boolean isFree = isFree(index, charged);
        if (!model.hasBounds()) {
            chargedUnits = chargedUnits.add(charged);
            chargedEvents += isFree ? 0 : 1;
        } else if (!isFree) {
            addBounded(charged);
        }
    }

    private void addBounded(BigDecimal charged) {
        BigDecimal amount = charged.multiply(unitAmount()).add(model.fixedAmount());
        if (isBelow(amount, model.minimumPerTransaction())) {
            atMinimum++;
        } else if (isAbove(amount, model.maximumPerTransaction())) {
            atMaximum++;
        } else {
            chargedUnits = chargedUnits.add(charged);
            chargedEvents++;
        }
    }

    // The part of this transaction that both limits leave free.
    private BigDecimal freePart(int index, BigDecimal value) {
        Long freeEvents = model.freeEvents();
        BigDecimal freeUnits = model.freeUnits();
        if ((freeEvents == null && freeUnits == null)
                || (freeEvents != null && index >= freeEvents)) {
            return BigDecimal.ZERO;
        }
        return freeUnits == null
                ? value
                : value.min(freeUnits.subtract(running).max(BigDecimal.ZERO));
    }

    // A transaction with nothing left to charge is free. Lago still takes the fixed amount from the
    // one that uses the
    // free value up exactly; its customers compare invoices, so under its conventions so do we.
    private boolean isFree(int index, BigDecimal charged) {
        BigDecimal freeUnits = model.freeUnits();
        Long freeEvents = model.freeEvents();
        if (freeUnits == null && freeEvents == null) {
            return false;
        }
        if (freeEvents != null && index >= freeEvents) {
            return false;
        }
        if (conventions == Conventions.LAGO && freeUnits != null && !model.hasBounds()) {
            return running.compareTo(freeUnits) < 0;
        }
        return charged.signum() == 0;
    }

    // Lago counts the free events as the smaller of both limits, of which it leaves out one that is
    // zero: if already the
    // first transaction passes the free value, the number of free events alone decides about the
    // fixed amounts.
    private void forgiveTheFirstEvents(int events) {
        Long freeEvents = model.freeEvents();
        if (conventions == Conventions.LAGO
                && !model.hasBounds()
                && freeEvents != null
                && chargedEvents == events) {
            chargedEvents = Math.max(0, events - freeEvents);
        }
    }

    private void addTotals(MeteredUsage usage) {
        boolean looksAtEach = model.hasBounds() || model.freeEvents() != null;
        if (looksAtEach && usage.events() > 0) {
            throw new IllegalArgumentException(
                    "values: got none for "
                            + usage.events()
                            + " transactions, expected each, because the price looks at each");
        }
        BigDecimal free = model.freeUnits() == null ? BigDecimal.ZERO : model.freeUnits();
        chargedUnits = usage.quantity().subtract(free).max(BigDecimal.ZERO);
        chargedEvents = usage.events();
    }

    private List<RatingStep> rows(BigDecimal quantity) {
        List<RatingStep> rows = new ArrayList<>(4);
        BigDecimal zero = BigDecimal.ZERO;
        rows.add(RatingStep.of("percentage", zero, quantity, chargedUnits, unitAmount(), zero));
        addCount(rows, "fixed", chargedEvents, model.fixedAmount());
        addCount(rows, "transaction.minimum", atMinimum, model.minimumPerTransaction());
        addCount(rows, "transaction.maximum", atMaximum, model.maximumPerTransaction());
        return rows;
    }

    private static void addCount(
            List<RatingStep> rows, String key, long count, @Nullable BigDecimal amount) {
        if (count > 0 && amount != null && amount.signum() > 0) {
            BigDecimal events = BigDecimal.valueOf(count);
            rows.add(RatingStep.of(key, BigDecimal.ZERO, events, events, amount, BigDecimal.ZERO));
        }
    }

    private BigDecimal unitAmount() {
        return model.ratePercent().movePointLeft(2);
    }

    private static boolean isBelow(BigDecimal amount, @Nullable BigDecimal minimum) {
        return minimum != null && amount.compareTo(minimum) < 0;
    }

    private static boolean isAbove(BigDecimal amount, @Nullable BigDecimal maximum) {
        return maximum != null && amount.compareTo(maximum) > 0;
    }
}
