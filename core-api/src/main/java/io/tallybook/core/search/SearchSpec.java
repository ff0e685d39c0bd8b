package io.tallybook.core.search;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of a list's rows are wanted, and in what order.
 *
 * @param criteria all of them must hold
 * @param groups all of them must hold too
 * @param order the first decides, the next break ties; the id breaks the last one. What has no
 *     value counts as greater than any value
 * @param limit 1 to 1,000
 * @param offset 0 or more
 * @param after the id of a row: only those that follow it in the order are wanted, however many
 *     were added before it meanwhile
 */
public record SearchSpec(
        List<Criterion> criteria,
        List<Group> groups,
        List<Order> order,
        int limit,
        int offset,
        @Nullable String after) {
    public SearchSpec {
        criteria = List.copyOf(criteria);
        groups = List.copyOf(groups);
        order = List.copyOf(order);
    }

    /** One page by its offset, without groups. */
    public SearchSpec(List<Criterion> criteria, List<Order> order, int limit, int offset) {
        this(criteria, List.of(), order, limit, offset, null);
    }

    /** Conditions that are one together; of none, {@code ALL} holds and {@code ANY} does not. */
    public record Group(Joint joint, List<Criterion> criteria, List<Group> groups) {
        public Group {
            criteria = List.copyOf(criteria);
            groups = List.copyOf(groups);
        }
    }

    /** How many of a group must hold. */
    public enum Joint {
        ALL,
        ANY
    }

    /**
     * A field compared with values; a list's own documentation names its fields. {@code
     * metadata.<key>} is the value of one key, where a list has metadata.
     */
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
