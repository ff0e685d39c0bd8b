package io.tallybook.query.view;

import io.tallybook.core.search.UnknownField;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One read table: how rows are written to it, and by which columns they are found.
 *
 * @param name as in the migration
 * @param key the columns of its primary key
 * @param searchable the columns that a search may name
 */
public record Table<R>(
        String name, List<Column<R>> columns, List<String> key, Set<String> searchable) {
    /** The column that guards a row against what is older than it. */
    static final String LAST_SEQUENCE = "last_sequence";

    public Table {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        searchable = Set.copyOf(searchable);
    }

    /**
     * Writes rows in one statement; a row that is stored at the same or a later sequence stays as
     * it is, so that a repeat changes nothing.
     */
    public Sql upsert(Collection<R> rows) {
        List<Object> values = new ArrayList<>();
        for (Column<R> column : columns) {
            values.add(rows.stream().map(row -> column.text().apply(row)).toArray(String[]::new));
        }
        return new Sql(upsertText(), values);
    }

    public Sql truncate() {
        return Sql.of("truncate " + name);
    }

    Column<R> column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equals(columnName))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException(name + " has no column " + columnName));
    }

    /**
     * A column that a search may name.
     *
     * <p>Errors: {@link UnknownField} naming those that there are.
     */
    Column<R> searchable(String field) {
        if (!searchable.contains(field)) {
            throw new UnknownField(field, searchable.stream().sorted().toList());
        }
        return column(field);
    }

    private String upsertText() {
        return """
        insert into %1$s (%2$s)
        select %3$s
        from unnest(%4$s) as r (%2$s)
        on conflict (%5$s) do update set %6$s
        where %1$s.%7$s < excluded.%7$s\
        """
                .formatted(
                        name,
                        joined(columns.stream().map(Column::name).toList()),
                        joined(
                                columns.stream()
                                        .map(c -> "r." + c.name() + "::" + c.type().sql())
                                        .toList()),
                        IntStream.rangeClosed(1, columns.size())
                                .mapToObj(i -> "$" + i + "::text[]")
                                .collect(Collectors.joining(", ")),
                        joined(key),
                        joined(
                                columns.stream()
                                        .map(Column::name)
                                        .filter(column -> !key.contains(column))
                                        .map(column -> column + " = excluded." + column)
                                        .toList()),
                        LAST_SEQUENCE);
    }

    private static String joined(List<String> parts) {
        return String.join(", ", parts);
    }
}
