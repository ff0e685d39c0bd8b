package io.tallybook.core.search;

import java.util.List;

/**
 * Which of a list's rows are wanted, and in what order.
 *
 * @param criteria all of them must hold
 * @param order the first decides, the next break ties; the id breaks the last one
 * @param limit 1 to 1,000
 * @param offset 0 or more
 */
public record SearchSpec(List<Criterion> criteria, List<Order> order, int limit, int offset) {
    public SearchSpec {
        criteria = List.copyOf(criteria);
        order = List.copyOf(order);
    }

    /** A field compared with values; a list's own documentation names its fields. */
    public record Criterion(String field, Operator operator, List<String> values) {
        public Criterion {
            values = List.copyOf(values);
        }
    }

    /** How a field is compared; all but {@code IN} and {@code NOT_IN} take exactly one value. */
    public enum Operator {
        EQ,
        CONTAINS,
        NOT_CONTAINS,
        STARTS_WITH,
        GT,
        GTE,
        LT,
        LTE,
        IN,
        NOT_IN
    }

    /** One key of the order. */
    public record Order(String field, Direction direction) {}

    /** Which end comes first. */
    public enum Direction {
        ASC,
        DESC
    }
}
