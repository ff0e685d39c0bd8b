package io.tallybook.domain.rating;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is rated: a quantity, and where the model needs more, the transactions, amounts or groups it
 * is made of.
 *
 * @param quantity units of the price
 * @param events number of events behind it; 0 if the model does not ask
 * @param values the value of each transaction in order of time; empty if the model does not ask
 * @param suppliedAmount the sum of the amounts that the events carry, in units of the currency
 * @param groups the same usage by properties; empty if the model does not ask
 */
public record MeteredUsage(
        BigDecimal quantity,
        long events,
        List<BigDecimal> values,
        BigDecimal suppliedAmount,
        List<Group> groups) {

    public MeteredUsage {
        values = List.copyOf(values);
        groups = List.copyOf(groups);
    }

    /** A part of the usage whose events share these properties. */
    public record Group(Map<String, String> properties, MeteredUsage usage) {
        public Group {
            properties = Map.copyOf(properties);
        }
    }

    public static MeteredUsage of(BigDecimal quantity) {
        return new MeteredUsage(quantity, 0, List.of(), BigDecimal.ZERO, List.of());
    }

    /** The sum of the transactions; the quantity is the sum of their values. */
    public static MeteredUsage ofTransactions(List<BigDecimal> values) {
        return new MeteredUsage(sum(values), values.size(), values, BigDecimal.ZERO, List.of());
    }

    /** Transactions of which only number and sum are known. */
    public static MeteredUsage ofTotals(BigDecimal quantity, long events) {
        return new MeteredUsage(quantity, events, List.of(), BigDecimal.ZERO, List.of());
    }

    public static MeteredUsage ofSuppliedAmount(BigDecimal quantity, BigDecimal amount) {
        return new MeteredUsage(quantity, 0, List.of(), amount, List.of());
    }

    public static MeteredUsage ofGroups(List<Group> groups) {
        List<BigDecimal> quantities = new ArrayList<>(groups.size());
        long events = 0;
        for (Group group : groups) {
            quantities.add(group.usage().quantity());
            events += group.usage().events();
        }
        return new MeteredUsage(sum(quantities), events, List.of(), BigDecimal.ZERO, groups);
    }

    public MeteredUsage withQuantity(BigDecimal other) {
        return new MeteredUsage(other, events, values, suppliedAmount, groups);
    }

    /**
     * What is left once an allowance is used up, from the first transaction on.
     *
     * <p>A transaction that the allowance covers whole is gone; one that it covers in part stays
     * with the rest. Errors: IllegalArgumentException if the allowance is negative.
     */
    public MeteredUsage less(BigDecimal allowance) {
        if (allowance.signum() < 0) {
            throw new IllegalArgumentException(
                    "allowance: got " + allowance.toPlainString() + ", expected 0 or more");
        }
        if (allowance.signum() == 0) {
            return this;
        }
        BigDecimal left = quantity.subtract(allowance).max(BigDecimal.ZERO);
        List<BigDecimal> kept = keptValues(allowance);
        long keptEvents = values.isEmpty() ? events : events - (values.size() - kept.size());
        return new MeteredUsage(left, keptEvents, kept, suppliedAmount, keptGroups(allowance));
    }

    private List<BigDecimal> keptValues(BigDecimal allowance) {
        List<BigDecimal> kept = new ArrayList<>(values.size());
        BigDecimal left = allowance;
        for (BigDecimal value : values) {
            BigDecimal covered = value.min(left);
            left = left.subtract(covered);
            if (covered.compareTo(value) < 0) {
                kept.add(value.subtract(covered));
            }
        }
        return kept;
    }

    private List<Group> keptGroups(BigDecimal allowance) {
        List<Group> kept = new ArrayList<>(groups.size());
        BigDecimal left = allowance;
        for (Group group : groups) {
            BigDecimal covered = group.usage().quantity().min(left).max(BigDecimal.ZERO);
            left = left.subtract(covered);
            kept.add(new Group(group.properties(), group.usage().less(covered)));
        }
        return kept;
    }

    private static BigDecimal sum(List<BigDecimal> values) {
        BigDecimal sum = BigDecimal.ZERO;
        for (BigDecimal value : values) {
            sum = sum.add(value);
        }
        return sum;
    }
}
