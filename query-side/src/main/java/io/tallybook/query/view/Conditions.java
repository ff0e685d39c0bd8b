package io.tallybook.query.view;

import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Criterion;
import io.tallybook.core.search.SearchSpec.Group;
import io.tallybook.core.search.SearchSpec.Joint;
import io.tallybook.core.search.SearchSpec.Operator;
import io.tallybook.core.search.UnknownField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The conditions of one statement, all of which must hold, and the values bound to it. */
final class Conditions {
    private static final String METADATA = "metadata";

    private final Table<?> table;
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    Conditions(Table<?> table) {
        this.table = table;
    }

    void exactly(String column, String value) {
        add(column + " = " + bound(value));
    }

    void add(String condition) {
        conditions.add(condition);
    }

    void all(SearchSpec spec) {
        spec.criteria().forEach(criterion -> add(of(criterion)));
        spec.groups().forEach(group -> add(of(group)));
    }

    /** Binds a value and answers the place that stands for it. */
    String bound(Object value) {
        values.add(value);
        return "$" + values.size();
    }

    Sql statement(String head, String tail) {
        return new Sql(head + " where " + String.join(" and ", conditions) + " " + tail, values);
    }

    private String of(Group group) {
        List<String> parts = new ArrayList<>();
        group.criteria().forEach(criterion -> parts.add(of(criterion)));
        group.groups().forEach(inner -> parts.add(of(inner)));
        boolean all = group.joint() == Joint.ALL;
        return parts.isEmpty()
                ? String.valueOf(all)
                : "(" + String.join(all ? " and " : " or ", parts) + ")";
    }

    private String of(Criterion criterion) {
        String field = criterion.field();
        if (field.startsWith(METADATA + ".")) {
            return ofMetadata(field.substring(METADATA.length() + 1), criterion);
        }
        return compared(table.searchable(field), criterion);
    }

    // Equality asks whether the whole map holds the entry, which an index on it can answer.
    private String ofMetadata(String key, Criterion criterion) {
        Column<?> column = table.searchable(METADATA);
        if (criterion.operator() == Operator.EQ) {
            Column<?> entry = Column.text(criterion.field(), _ -> null);
            String value = only(entry, criterion);
            return column.name()
                    + " @> jsonb_build_object("
                    + bound(canonical(entry, key))
                    + "::text, "
                    + bound(value)
                    + "::text)";
        }
        Column<?> name = Column.text(criterion.field(), _ -> null);
        String place = "(" + column.name() + " ->> " + bound(canonical(name, key)) + "::text)";
        return compared(Column.text(place, _ -> null), criterion);
    }

    private String compared(Column<?> column, Criterion criterion) {
        String name = column.name();
        if (column.type() == ColumnType.DOCUMENT) {
            throw new UnknownField(criterion.field(), List.of(criterion.field() + ".<key>"));
        }
        return switch (criterion.operator()) {
            case EQ -> compared(column, "=", criterion);
            case GT -> compared(column, ">", criterion);
            case GTE -> compared(column, ">=", criterion);
            case LT -> compared(column, "<", criterion);
            case LTE -> compared(column, "<=", criterion);
            case IN -> name + " = any(" + boundList(column, criterion) + ")";
            case NOT_IN -> orAbsent(column, name + " <> all(" + boundList(column, criterion) + ")");
            case CONTAINS -> holds(column, "like", criterion);
            case NOT_CONTAINS -> orAbsent(column, holds(column, "not like", criterion));
            case STARTS_WITH ->
                    textual(column, criterion).name()
                            + " like "
                            + bound(literally(only(column, criterion)) + "%");
        };
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

    // In the form that an index of trigrams can answer.
    private String holds(Column<?> column, String like, Criterion criterion) {
        return "lower("
                + textual(column, criterion).name()
                + ") "
                + like
                + " lower("
                + bound("%" + literally(only(column, criterion)) + "%")
                + ")";
    }

    /** A text as a pattern that only it fits. */
    private static String literally(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    private static String orAbsent(Column<?> column, String condition) {
        return "(" + column.name() + " is null or " + condition + ")";
    }

    private static Column<?> textual(Column<?> column, Criterion criterion) {
        if (column.type() != ColumnType.TEXT) {
            throw new UnknownField(
                    criterion.field() + "' with the operator '" + criterion.operator(),
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
                    criterion.field() + "' with the values '" + criterion.values(),
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
        String place =
                bound(
                        criterion.values().stream()
                                .map(value -> known(column, canonical(column, value)))
                                .toArray(String[]::new));
        return place + "::text[]::" + column.type().sql() + "[]";
    }
}
