package io.tallybook.api.flexprice.list;

import io.tallybook.api.flexprice.list.Searchable.Term;
import io.tallybook.api.request.Choice;
import io.tallybook.api.request.Fields;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Group;
import io.tallybook.core.search.SearchSpec.Joint;
import io.tallybook.core.search.SearchSpec.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The {@code filters} of a request: conditions {@code {field, operator, value}}, of which all must
 * hold, and among them groups {@code {or: […]}} and {@code {and: […]}} of the same.
 */
record Filters(List<Criterion> criteria, List<Group> groups) {

    private static final int MOST = 50;
    private static final int DEEPEST = 5;
    private static final int MOST_VALUES = 1_000;
    private static final int LONGEST_VALUE = 512;

    private static final Choice<String> DATA_TYPES =
            Choice.words("string", "number", "boolean", "date", "array");

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

    Filters {
        criteria = List.copyOf(criteria);
        groups = List.copyOf(groups);
    }

    static Filters of(Fields in, Searchable searchable) {
        return of(in.optional("filters").objects(MOST), searchable, 1);
    }

    private static Filters of(List<Fields> elements, Searchable searchable, int depth) {
        List<Criterion> criteria = new ArrayList<>();
        List<Group> groups = new ArrayList<>();
        for (Fields element : elements) {
            if (element.has("or")) {
                groups.add(group(element, "or", Joint.ANY, searchable, depth));
            } else if (element.has("and")) {
                groups.add(group(element, "and", Joint.ALL, searchable, depth));
            } else {
                criterion(element, searchable).ifPresent(criteria::add);
            }
        }
        return new Filters(criteria, groups);
    }

    private static Group group(
            Fields element, String name, Joint joint, Searchable searchable, int depth) {
        if (depth == DEEPEST) {
            element.complain(name, "at most " + DEEPEST + " levels of groups", "one more");
            return new Group(joint, List.of(), List.of());
        }
        Filters inner = of(element.required(name).objects(1, MOST), searchable, depth + 1);
        return new Group(joint, inner.criteria(), inner.groups());
    }

    /** Whether any of them asks about a field of the view. */
    boolean nameField(String view) {
        return names(criteria, groups, view);
    }

    private static boolean names(List<Criterion> criteria, List<Group> groups, String view) {
        return criteria.stream().anyMatch(one -> one.field().equals(view))
                || groups.stream().anyMatch(group -> names(group.criteria(), group.groups(), view));
    }

    private static Optional<Criterion> criterion(Fields filter, Searchable searchable) {
        Term term = searchable.term(filter);
        Operator operator = filter.required("operator").choice(OPERATORS);
        filter.optional("data_type").choice(DATA_TYPES);
        Fields value = filter.required("value").object();
        return term == null || value == null
                ? Optional.empty()
                : criterion(filter, term, operator, values(value));
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

    private static Optional<Criterion> criterion(
            Fields filter, Term term, Operator operator, List<String> values) {
        boolean many = operator == Operator.IN || operator == Operator.NOT_IN;
        if (values.isEmpty() || (!many && values.size() != 1)) {
            filter.complain(
                    "value",
                    many ? "at least one value" : "exactly one value",
                    values.size() + " values");
            return Optional.empty();
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
        return Optional.of(new Criterion(term.view(), operator, read));
    }
}
