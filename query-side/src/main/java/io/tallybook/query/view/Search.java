package io.tallybook.query.view;

import io.tallybook.core.Scope;
import io.tallybook.core.search.PageLines;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Order;
import io.tallybook.core.search.UnknownField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A search as SQL: fields come from the table's own list, values are bound, and the tenant and the
 * environment are always part of the condition.
 *
 * <p>What has no value counts as greater than any value, which is how Postgres orders when it is
 * told nothing, so that one index serves an order and its reverse.
 */
final class Search {
    private static final int LIMIT_MAX = 1000;

    private final Table<?> table;
    private final Map<String, String> within;
    private final SearchSpec spec;
    private final String restriction;
    private final PageLines lines;
    private final List<Key> keys;

    /** One key of the order. */
    private record Key(Column<?> column, Direction direction) {
        String sql() {
            return column.name() + " " + direction;
        }
    }

    /** Where a row stands in the order: its values of the keys. */
    record Position(List<@Nullable String> values) {}

    /** One that is restricted by nothing else. */
    Search(
            Table<?> table,
            Scope scope,
            Map<String, String> exactly,
            SearchSpec spec,
            List<Order> newestFirst) {
        this(table, scope, exactly, spec, newestFirst, "", PageLines.ALL);
    }

    /**
     * @param exactly further columns with the values that they must have
     * @param newestFirst the order when none is asked for
     * @param restriction a further condition, from our own code and never from a caller; empty for
     *     none
     * @param lines of those whose documents have some
     *     <p>Errors: {@link UnknownField} naming what the list does not have.
     */
    Search(
            Table<?> table,
            Scope scope,
            Map<String, String> exactly,
            SearchSpec spec,
            List<Order> newestFirst,
            String restriction,
            PageLines lines) {
        bounded("limit", spec.limit(), 1, LIMIT_MAX);
        bounded("offset", spec.offset(), 0, Integer.MAX_VALUE);
        this.table = table;
        this.spec = spec;
        this.restriction = restriction;
        this.lines = lines;
        this.within = new java.util.LinkedHashMap<>();
        within.put("tenant", scope.tenant().value());
        within.put("environment", scope.environment().value());
        within.putAll(exactly);
        this.keys = keys(spec.order().isEmpty() ? newestFirst : spec.order());
    }

    private List<Key> keys(List<Order> order) {
        List<Key> all = new ArrayList<>();
        for (Order one : order) {
            Column<?> column =
                    spec.order().isEmpty()
                            ? table.column(one.field())
                            : table.searchable(one.field());
            all.add(new Key(column, one.direction()));
        }
        if (all.stream().noneMatch(key -> key.column().name().equals("id"))) {
            Direction last = all.isEmpty() ? Direction.DESC : all.getLast().direction();
            all.add(new Key(table.column("id"), last));
        }
        return List.copyOf(all);
    }

    /** Reads where the row named by {@code after} stands, as columns {@code k0}, {@code k1} … */
    Sql position(String after) {
        Conditions conditions = scoped();
        String row = conditions.bound(after);
        StringBuilder columns = new StringBuilder();
        for (int i = 0; i < keys.size(); i++) {
            columns.append(i == 0 ? "" : ", ")
                    .append(keys.get(i).column().name())
                    .append("::text as k")
                    .append(i);
        }
        return conditions.statement(
                "select " + columns + " from " + table.name(), "and id = " + row + " limit 1");
    }

    Position position(ReadRow row) {
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            values.add(row.get("k" + i, String.class));
        }
        return new Position(values);
    }

    /** What to say when no row is named so. */
    static UnknownField noRow(String after) {
        return new UnknownField(
                "cursor' with the value '" + after,
                List.of("the next_cursor of a page of this list"));
    }

    /** How many fit in all, as {@code fitting}; a position has no part in it. */
    Sql count() {
        return counting(fitting());
    }

    /** Whether a page without rows says that nothing fits at all. */
    boolean beginsAtFirst(Optional<Position> after) {
        return after.isEmpty() && spec.offset() == 0;
    }

    /**
     * The rows wanted: the column {@code document}, and {@code fitting} as of {@link #count()}. Of
     * what has lines, their number as {@code line_count}; no document if they are too many.
     */
    Sql page(Optional<Position> after) {
        Conditions conditions = fitting();
        String fitting = counting(conditions).text();
        after.ifPresent(position -> conditions.add(following(conditions, position)));
        String order = "order by " + keys.stream().map(Key::sql).collect(Collectors.joining(", "));
        String limit = conditions.bound(spec.limit());
        String offset = conditions.bound(spec.offset());
        String rows = order + " limit " + limit + " offset " + offset;
        String document = lines.shown() ? table.documentText("") : table.shortText("");
        return isBounded()
                ? conditions.statement(
                        "select case when sum(line_count) over () <= "
                                + conditions.bound(lines.most())
                                + " then "
                                + document
                                + " end as document, line_count, fitting from (select *, ("
                                + fitting
                                + ") as fitting from "
                                + table.name(),
                        rows + ") as wanted " + order)
                : conditions.statement(
                        "select "
                                + document
                                + " as document, ("
                                + fitting
                                + ") as fitting from "
                                + table.name(),
                        rows);
    }

    /** Whether a page may have too many lines. */
    boolean isBounded() {
        return lines.shown() && lines.most() < Integer.MAX_VALUE && !table.parts().isEmpty();
    }

    PageLines lines() {
        return lines;
    }

    private Sql counting(Conditions conditions) {
        return conditions.statement("select count(*) as fitting from " + table.name(), "");
    }

    private Conditions fitting() {
        Conditions conditions = scoped();
        conditions.all(spec);
        return conditions;
    }

    private Conditions scoped() {
        Conditions conditions = new Conditions(table);
        within.forEach(conditions::exactly);
        if (!restriction.isEmpty()) {
            conditions.add(restriction);
        }
        return conditions;
    }

    /**
     * Whether a row comes after a position.
     *
     * <pre>
     *  (a, b, id) after (x, y, z)  =  a after x
     *                              or a is x and b after y
     *                              or a is x and b is y and id after z
     * </pre>
     */
    private String following(Conditions conditions, Position position) {
        boolean oneWay = keys.stream().map(Key::direction).distinct().count() == 1;
        if (oneWay && keys.stream().allMatch(key -> key.column().always())) {
            // The same in one comparison, which an index answers without looking at what it skips.
            List<String> bound = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                bound.add(value(conditions, position, i));
            }
            String names =
                    keys.stream().map(key -> key.column().name()).collect(Collectors.joining(", "));
            String sign = keys.getFirst().direction() == Direction.ASC ? ">" : "<";
            return "(" + names + ") " + sign + " (" + String.join(", ", bound) + ")";
        }
        List<String> cases = new ArrayList<>();
        StringBuilder same = new StringBuilder();
        for (int i = 0; i < keys.size(); i++) {
            Key key = keys.get(i);
            cases.add("(" + same + later(conditions, position, i) + ")");
            if (i == keys.size() - 1) {
                break;
            }
            String name = key.column().name();
            same.append(
                    position.values().get(i) == null
                            ? name + " is null and "
                            : name + " = " + value(conditions, position, i) + " and ");
        }
        return "(" + String.join(" or ", cases) + ")";
    }

    private String later(Conditions conditions, Position position, int i) {
        Key key = keys.get(i);
        String name = key.column().name();
        boolean ascending = key.direction() == Direction.ASC;
        if (position.values().get(i) == null) {
            return ascending ? "false" : name + " is not null";
        }
        String value = value(conditions, position, i);
        if (ascending) {
            return key.column().always()
                    ? name + " > " + value
                    : "(" + name + " > " + value + " or " + name + " is null)";
        }
        return name + " < " + value;
    }

    private String value(Conditions conditions, Position position, int i) {
        String value = position.values().get(i);
        if (value == null) {
            throw new IllegalStateException(
                    "column " + keys.get(i).column().name() + " of " + table.name() + " is empty");
        }
        return conditions.bound(value) + "::" + keys.get(i).column().type().sql();
    }

    private static void bounded(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new UnknownField(
                    name + "' with the value '" + value, List.of(min + " to " + max));
        }
    }
}
