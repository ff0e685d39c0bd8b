package io.tallybook.domain.usage;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * How the events of a window become one quantity. {@link Aggregator} is the exact meaning of each.
 *
 * <p>Whether the quantity starts from nothing each period or carries on, and whether what was held
 * for part of a period counts in part, is said by {@link Carry}; whether it is taken per bucket, by
 * {@link Bucketing}.
 */
public sealed interface Aggregation {

    /** The number of events. */
    record Count() implements Aggregation {}

    /** The sum of a numeric property. */
    record Sum(String field) implements Aggregation {
        public Sum {
            requireField(field);
        }
    }

    /** The mean of a numeric property over the events that have one; zero if none has. */
    record Average(String field) implements Aggregation {
        public Average {
            requireField(field);
        }
    }

    /** The greatest value of a numeric property; zero if no event has one. */
    record Max(String field) implements Aggregation {
        public Max {
            requireField(field);
        }
    }

    /** The value at the greatest time; among equal times that of the greatest event id. */
    record Latest(String field, BelowZero belowZero) implements Aggregation {
        public Latest {
            requireField(field);
        }

        /** The value as it is, also below zero. */
        public Latest(String field) {
            this(field, BelowZero.KEPT);
        }
    }

    /** What a latest value below zero reads as: FLEXPRICE and EXACT keep it, LAGO reads 0. */
    enum BelowZero {
        KEPT,
        ZERO
    }

    /**
     * The number of distinct values of a property that are present: the property {@code
     * operation_type} of an event adds (the default) or removes its value; a repeated add and an
     * orphan remove change nothing.
     */
    record UniqueCount(String field) implements Aggregation {
        public UniqueCount {
            requireField(field);
        }
    }

    /** The sum of a numeric property times a constant. */
    record SumWithMultiplier(String field, BigDecimal multiplier) implements Aggregation {
        public SumWithMultiplier {
            requireField(field);
            Objects.requireNonNull(multiplier, "multiplier");
        }
    }

    /**
     * The running sum of a numeric property, weighted by how long each level was held within the
     * window.
     */
    record WeightedSum(String field) implements Aggregation {
        public WeightedSum {
            requireField(field);
        }
    }

    private static void requireField(String field) {
        if (field.isBlank()) {
            throw new IllegalArgumentException(
                    "aggregation.field must name an event property, was \"" + field + "\"");
        }
    }
}
