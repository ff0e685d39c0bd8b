package io.tallybook.query.view;

import io.tallybook.core.Scope;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.search.SearchSpec.Order;
import io.tallybook.core.search.UnknownField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A search as SQL: fields come from the table's own list, values are bound, and the tenant and the
 * environment are always part of the condition.
 */
final class Search {
    private static final int LIMIT_MAX = 1000;

    private final Table<?> table;
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    private Search(Table<?> table) {
        this.table = table;
    }

    /**
     * The statements that answer a search.
     *
     * @param page the rows wanted, only the column {@code document}
     * @param count how many fit in all, as {@code total}
     */
    record Statements(Sql page, Sql count) {}

    /**
     * Translates a search.
     *
     * @param exactly further columns with the values that they must have
     * @param newestFirst the order when none is asked for
     *     <p>Errors: {@link UnknownField} naming what the list does not have.
     */
    static Statements of(
            Table<?> table,
            Scope scope,
            Map<String, String> exactly,
            SearchSpec spec,
            List<Order> newestFirst) {
        Search search = new Search(table);
        search.exactly("tenant", scope.tenant().value());
        search.exactly("environment", scope.environment().value());
        exactly.forEach(search::exactly);
        spec.criteria().forEach(search::criterion);
        return search.statements(spec, newestFirst);
    }

    private void exactly(String column, String value) {
        conditions.add(column + " = " + bound(value));
    }

    private Statements statements(SearchSpec spec, List<Order> newestFirst) {
        within("limit", spec.limit(), 1, LIMIT_MAX);
        within("offset", spec.offset(), 0, Integer.MAX_VALUE);
        String from = " from " + table.name() + " where " + String.join(" and ", conditions);
        Sql count = new Sql("select count(*) as total" + from, values);
        List<Object> paged = new ArrayList<>(values);
        paged.add(spec.limit());
        paged.add(spec.offset());
        String page =
                "select document::text as document"
                        + from
                        + " order by "
                        + order(spec, newestFirst)
                        + " limit $"
                        + (values.size() + 1)
                        + " offset $"
                        + (values.size() + 2);
        return new Statements(new Sql(page, paged), count);
    }

    private String order(SearchSpec spec, List<Order> newestFirst) {
        spec.order().forEach(key -> searchable(key.field()));
        List<Order> order = spec.order().isEmpty() ? newestFirst : spec.order();
        String keys =
                order.stream()
                        .map(key -> key.field() + " " + key.direction() + " nulls last, ")
                        .collect(Collectors.joining());
        Direction last = order.isEmpty() ? Direction.DESC : order.getLast().direction();
        return keys + "id " + last;
    }

    private void criterion(Criterion criterion) {
        Column<?> column = searchable(criterion.field());
        conditions.add(
                switch (criterion.operator()) {
                    case EQ -> compared(column, "=", criterion);
                    case GT -> compared(column, ">", criterion);
                    case GTE -> compared(column, ">=", criterion);
                    case LT -> compared(column, "<", criterion);
                    case LTE -> compared(column, "<=", criterion);
                    case IN -> column.name() + " = any(" + boundList(column, criterion) + ")";
                    case NOT_IN ->
                            orAbsent(
                                    column,
                                    column.name()
                                            + " <> all("
                                            + boundList(column, criterion)
                                            + ")");
                    case CONTAINS -> holds(column, criterion) + " > 0";
                    case NOT_CONTAINS -> orAbsent(column, holds(column, criterion) + " = 0");
                    case STARTS_WITH ->
                            "starts_with("
                                    + textual(column, criterion).name()
                                    + ", "
                                    + bound(only(column, criterion))
                                    + ")";
                });
    }

    private Column<?> searchable(String field) {
        if (!table.searchable().contains(field)) {
            throw new UnknownField(field, table.searchable().stream().sorted().toList());
        }
        return table.column(field);
    }

    private String compared(Column<?> column, String sign, Criterion criterion) {
        return column.name()
                + " "
                + sign
                + " "
                + bound(only(column, criterion))
                + "::"
                + column.type().sql();
    }

    private String holds(Column<?> column, Criterion criterion) {
        return "position(lower("
                + bound(only(column, criterion))
                + ") in lower("
                + textual(column, criterion).name()
                + "))";
    }

    private static String orAbsent(Column<?> column, String condition) {
        return "(" + column.name() + " is null or " + condition + ")";
    }

    private static Column<?> textual(Column<?> column, Criterion criterion) {
        if (column.type() != ColumnType.TEXT) {
            throw new UnknownField(
                    column.name() + "' with the operator '" + criterion.operator(),
                    operatorNames(
                            Operator.EQ,
                            Operator.GT,
                            Operator.GTE,
                            Operator.LT,
                            Operator.LTE,
                            Operator.IN,
                            Operator.NOT_IN));
        }
        return column;
    }

    private static List<String> operatorNames(Operator... operators) {
        return Arrays.stream(operators).map(Operator::name).toList();
    }

    private static String only(Column<?> column, Criterion criterion) {
        if (criterion.values().size() != 1) {
            throw new UnknownField(
                    column.name() + "' with the values '" + criterion.values(),
                    List.of("exactly one value"));
        }
        String value = criterion.values().getFirst();
        return switch (criterion.operator()) {
            case CONTAINS, NOT_CONTAINS, STARTS_WITH -> canonical(column, value);
            case EQ, GT, GTE, LT, LTE, IN, NOT_IN -> known(column, canonical(column, value));
        };
    }

    private static String known(Column<?> column, String value) {
        if (!column.known().isEmpty() && !column.known().contains(value)) {
            throw new UnknownField(column.name() + "' with the value '" + value, column.known());
        }
        return value;
    }

    private static String canonical(Column<?> column, String value) {
        try {
            return column.type().canonical(value);
        } catch (IllegalArgumentException e) {
            throw new UnknownField(
                    column.name() + "' with the value '" + value,
                    List.of(column.type().expected()));
        }
    }

    private String boundList(Column<?> column, Criterion criterion) {
        values.add(
                criterion.values().stream()
                        .map(value -> known(column, canonical(column, value)))
                        .toArray(String[]::new));
        return "$" + values.size() + "::text[]::" + column.type().sql() + "[]";
    }

    private String bound(String value) {
        values.add(value);
        return "$" + values.size();
    }

    private static void within(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new UnknownField(
                    name + "' with the value '" + value, List.of(min + " to " + max));
        }
    }
}
