package io.tallybook.api.flexprice.list;

import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.search.SearchSpec.Order;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The fields that a list can be searched and ordered by: the contract's name of each, and the
 * view's.
 */
public final class Searchable {

    private static final int MOST_FILTERS = 50;
    private static final int MOST_VALUES = 1_000;
    private static final int LONGEST_VALUE = 512;

    private static final Choice<Operator> OPERATORS =
            Choice.of(
                    Map.ofEntries(
                            Map.entry("eq", Operator.EQ),
                            Map.entry("contains", Operator.CONTAINS),
                            Map.entry("not_contains", Operator.NOT_CONTAINS),
                            Map.entry("starts_with", Operator.STARTS_WITH),
                            Map.entry("gt", Operator.GT),
                            Map.entry("gte", Operator.GTE),
                            Map.entry("lt", Operator.LT),
                            Map.entry("lte", Operator.LTE),
                            Map.entry("before", Operator.LT),
                            Map.entry("after", Operator.GT),
                            Map.entry("in", Operator.IN),
                            Map.entry("not_in", Operator.NOT_IN)));

    static final Choice<Direction> DIRECTIONS =
            Choice.of(Map.of("asc", Direction.ASC, "desc", Direction.DESC));

    /**
     * One field.
     *
     * @param read gives the view's form of a value, or null if it is none
     */
    private record Term(String view, String expected, UnaryOperator<@Nullable String> read) {}

    private final Map<String, Term> terms = new LinkedHashMap<>();

    public Searchable() {
        time("created_at", "created_at");
        time("updated_at", "updated_at");
        text("id", "id");
    }

    public Searchable text(String name, String view) {
        terms.put(name, new Term(view, "text", value -> value));
        return this;
    }

    public Searchable time(String name, String view) {
        terms.put(name, new Term(view, "a time with its offset (RFC 3339)", Searchable::instant));
        return this;
    }

    /** A field whose values are words: {@code words} maps the contract's to the view's. */
    public Searchable words(String name, String view, Map<String, String> words) {
        String expected = "one of " + String.join(", ", new java.util.TreeSet<>(words.keySet()));
        terms.put(name, new Term(view, expected, word -> word == null ? null : words.get(word)));
        return this;
    }

    private static @Nullable String instant(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant().toString();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The criteria of {@code filters: [{field, operator, value}]}. */
    List<Criterion> filters(Fields in) {
        List<Criterion> criteria = new ArrayList<>();
        for (Fields filter : in.optional("filters").objects(MOST_FILTERS)) {
            Term term = term(filter);
            Operator operator = filter.required("operator").choice(OPERATORS);
            Fields value = filter.required("value").object();
            if (term != null && value != null) {
                criterion(filter, term, operator, values(value)).ifPresent(criteria::add);
            }
        }
        return criteria;
    }

    private @Nullable Term term(Fields in) {
        String name = in.required("field").text(64);
        Term term = terms.get(name);
        if (term == null && !name.isEmpty()) {
            in.complain("field", "one of " + String.join(", ", terms.keySet()), '"' + name + '"');
        }
        return term;
    }

    private static List<String> values(Fields value) {
        List<String> values =
                new ArrayList<>(value.optional("array").texts(MOST_VALUES, LONGEST_VALUE));
        add(values, value.optional("string").text(LONGEST_VALUE));
        add(values, value.optional("date").text(LONGEST_VALUE));
        var number = value.optional("number").decimal();
        add(values, number == null ? null : number.toPlainString());
        var truth = value.optional("boolean").truth();
        add(values, truth == null ? null : truth.toString());
        return values;
    }

    private static void add(List<String> values, @Nullable String value) {
        if (value != null) {
            values.add(value);
        }
    }

    private static java.util.Optional<Criterion> criterion(
            Fields filter, Term term, Operator operator, List<String> values) {
        boolean many = operator == Operator.IN || operator == Operator.NOT_IN;
        if (values.isEmpty() || (!many && values.size() != 1)) {
            filter.complain(
                    "value",
                    many ? "at least one value" : "exactly one value",
                    values.size() + " values");
            return java.util.Optional.empty();
        }
        boolean part =
                operator == Operator.CONTAINS
                        || operator == Operator.NOT_CONTAINS
                        || operator == Operator.STARTS_WITH;
        List<String> read = new ArrayList<>();
        for (String value : values) {
            // A part of a word or of a time is compared as it is written.
            String one = part ? value : term.read().apply(value);
            if (one == null) {
                filter.complain("value", term.expected(), '"' + value + '"');
            } else {
                read.add(one);
            }
        }
        return java.util.Optional.of(new Criterion(term.view(), operator, read));
    }

    /**
     * The order of {@code sort: [{field, direction}]}, or of {@code sort: field} with {@code order:
     * asc|desc}.
     */
    List<Order> order(Fields in) {
        Direction direction = in.optional("order").choice(DIRECTIONS, Direction.DESC);
        if (in.holdsText("sort")) {
            String name = in.required("sort").text(64);
            Term term = terms.get(name);
            if (term == null) {
                in.complain(
                        "sort", "one of " + String.join(", ", terms.keySet()), '"' + name + '"');
                return List.of();
            }
            return List.of(new Order(term.view(), direction));
        }
        List<Order> order = new ArrayList<>();
        for (Fields one : in.optional("sort").objects(10)) {
            Term term = term(one);
            Direction way = one.optional("direction").choice(DIRECTIONS, Direction.ASC);
            if (term != null) {
                order.add(new Order(term.view(), way));
            }
        }
        return order.isEmpty() ? List.of(new Order("created_at", direction)) : order;
    }
}
