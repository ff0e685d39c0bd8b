package io.tallybook.domain.rating;

import io.tallybook.domain.catalogue.PricingModel.Percentage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What some transactions come to under a percentage, folded one by one, so that neither a period of
 * millions nor the next fee in advance needs them all again.
 *
 * @param transactions how many there were
 * @param running the sum of their values
 * @param chargedUnits the part of the values that pays the rate
 * @param chargedTransactions how many pay the rate and the fixed amount
 * @param atMinimum how many pay the minimum instead
 * @param atMaximum how many pay the maximum instead
 */
public record TransactionTally(
        long transactions,
        BigDecimal running,
        BigDecimal chargedUnits,
        long chargedTransactions,
        long atMinimum,
        long atMaximum) {
    public static final TransactionTally START =
            new TransactionTally(0, BigDecimal.ZERO, BigDecimal.ZERO, 0, 0, 0);

    /** With one transaction more, by a model that must be the same throughout. */
    public TransactionTally plus(Percentage model, BigDecimal value, Conventions conventions) {
        Percentage limits = conventions == Conventions.LAGO ? withoutZeroLimits(model) : model;
        BigDecimal charged = value.subtract(freePart(limits, value));
        BigDecimal after = running.add(value);
        if (isFree(limits, charged, after, conventions)) {
            return with(after, limits.hasBounds() ? BigDecimal.ZERO : charged, 0, 0, 0);
        }
        if (limits.hasBounds()) {
            BigDecimal amount = charged.multiply(perUnit(limits)).add(limits.fixedAmount());
            if (isBelow(amount, limits.minimumPerTransaction())) {
                return with(after, BigDecimal.ZERO, 0, 1, 0);
            }
            if (isAbove(amount, limits.maximumPerTransaction())) {
                return with(after, BigDecimal.ZERO, 0, 0, 1);
            }
        }
        return with(after, charged, 1, 0, 0);
    }

    /** All transactions of a list, in order of time. */
    public static TransactionTally of(
            Percentage model, List<BigDecimal> values, Conventions conventions) {
        TransactionTally tally = START;
        for (BigDecimal value : values) {
            tally = tally.plus(model, value, conventions);
        }
        return tally;
    }

    /**
     * The rows of the price: one for the rate, one each for fixed amounts, minimums and maximums.
     */
    List<RatingStep> rows(Percentage model, Conventions conventions) {
        List<RatingStep> rows = new ArrayList<>(4);
        rows.add(
                RatingStep.of(
                        "percentage",
                        BigDecimal.ZERO,
                        running,
                        chargedUnits,
                        perUnit(model),
                        BigDecimal.ZERO));
        addCount(rows, "fixed", withFixedAmount(model, conventions), model.fixedAmount());
        addCount(rows, "transaction.minimum", atMinimum, model.minimumPerTransaction());
        addCount(rows, "transaction.maximum", atMaximum, model.maximumPerTransaction());
        return rows;
    }

    private TransactionTally with(
            BigDecimal after, BigDecimal units, int charged, int minimum, int maximum) {
        return new TransactionTally(
                transactions + 1,
                after,
                chargedUnits.add(units),
                chargedTransactions + charged,
                atMinimum + minimum,
                atMaximum + maximum);
    }

    // The part of the next transaction that both limits leave free.
    private BigDecimal freePart(Percentage limits, BigDecimal value) {
        BigDecimal freeUnits = limits.freeUnits();
        if (!hasLimits(limits) || isPastFreeEvents(limits)) {
            return BigDecimal.ZERO;
        }
        return freeUnits == null
                ? value
                : value.min(freeUnits.subtract(running).max(BigDecimal.ZERO));
    }

    // A transaction with nothing left to charge is free. Lago still takes the fixed amount from the
    // one that uses the
    // free value up exactly; its customers compare invoices, so under its conventions so do we.
    private boolean isFree(
            Percentage limits, BigDecimal charged, BigDecimal after, Conventions conventions) {
        if (!hasLimits(limits) || isPastFreeEvents(limits)) {
            return false;
        }
        BigDecimal freeUnits = limits.freeUnits();
        if (conventions == Conventions.LAGO && freeUnits != null && !limits.hasBounds()) {
            return after.compareTo(freeUnits) < 0;
        }
        return charged.signum() == 0;
    }

    // Lago counts the free events as the smaller of both limits, of which it leaves out one that is
    // zero: if already the
    // first transaction passes the free value, the number of free events alone decides about the
    // fixed amounts.
    private long withFixedAmount(Percentage model, Conventions conventions) {
        Long freeEvents = model.freeEvents();
        boolean noneWasFree = chargedTransactions == transactions;
        if (conventions == Conventions.LAGO
                && !model.hasBounds()
                && freeEvents != null
                && noneWasFree) {
            return Math.max(0, transactions - freeEvents);
        }
        return chargedTransactions;
    }

    private boolean isPastFreeEvents(Percentage limits) {
        Long freeEvents = limits.freeEvents();
        return freeEvents != null && transactions >= freeEvents;
    }

    private static boolean hasLimits(Percentage model) {
        return model.freeUnits() != null || model.freeEvents() != null;
    }

    // In Lago's world a limit of 0 is no limit.
    private static Percentage withoutZeroLimits(Percentage model) {
        Long events = model.freeEvents();
        BigDecimal units = model.freeUnits();
        boolean eventsAreZero = events != null && events == 0;
        boolean unitsAreZero = units != null && units.signum() == 0;
        return eventsAreZero || unitsAreZero
                ? model.withFree(eventsAreZero ? null : events, unitsAreZero ? null : units)
                : model;
    }

    private static void addCount(
            List<RatingStep> rows, String key, long count, @Nullable BigDecimal amount) {
        if (count > 0 && amount != null && amount.signum() > 0) {
            BigDecimal transactions = BigDecimal.valueOf(count);
            rows.add(
                    RatingStep.of(
                            key,
                            BigDecimal.ZERO,
                            transactions,
                            transactions,
                            amount,
                            BigDecimal.ZERO));
        }
    }

    private static BigDecimal perUnit(Percentage model) {
        return model.ratePercent().movePointLeft(2);
    }

    private static boolean isBelow(BigDecimal amount, @Nullable BigDecimal minimum) {
        return minimum != null && amount.compareTo(minimum) < 0;
    }

    private static boolean isAbove(BigDecimal amount, @Nullable BigDecimal maximum) {
        return maximum != null && amount.compareTo(maximum) > 0;
    }
}
