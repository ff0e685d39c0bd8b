package io.tallybook.query.view;

import io.tallybook.core.search.UnknownField;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One read table: how rows are written to it, and by which columns they are found.
 *
 * @param name as in the migration
 * @param key the columns of its primary key
 * @param searchable the columns that a search may name
 * @param parts what of the column {@code document} is kept beside it
 */
public record Table<R>(
        String name,
        List<Column<R>> columns,
        List<String> key,
        Set<String> searchable,
        List<Part<R>> parts) {
    /** The column that guards a row against what is older than it. */
    static final String LAST_SEQUENCE = "last_sequence";

    /** The column that says how long a document is, of tables that keep parts of it apart. */
    public static final String LINE_COUNT = "line_count";

    private static final String KNOWN_AT = "known_at";

    public Table {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        searchable = Set.copyOf(searchable);
        parts = List.copyOf(parts);
    }

    public Table(String name, List<Column<R>> columns, List<String> key, Set<String> searchable) {
        this(name, columns, key, searchable, List.of());
    }

    /**
     * Writes rows in one statement; a row that is stored at the same or a later sequence stays as
     * it is, so that a repeat changes nothing.
     */
    public Sql upsert(Collection<R> rows) {
        return upsert(rows, _ -> Optional.empty());
    }

    /**
     * The same, where of some rows it is known what is stored: parts that are the same are left
     * where they are. Errors, of the statement: a value that must not be null, if such a row is not
     * there, or at another version that is older than the row.
     */
    Sql upsert(Collection<R> rows, Function<R, Optional<Versioned<R>>> stored) {
        List<Object> values = new ArrayList<>();
        for (Column<R> column : columns) {
            values.add(texts(rows, row -> column.text().apply(row)));
        }
        for (Part<R> part : parts) {
            values.add(
                    texts(
                            rows,
                            row ->
                                    stored.apply(row)
                                                    .filter(it -> part.isSame(it.state(), row))
                                                    .isPresent()
                                            ? null
                                            : ViewTable.json(part.value().apply(row))));
        }
        if (!parts.isEmpty()) {
            values.add(
                    texts(
                            rows,
                            row ->
                                    stored.apply(row)
                                            .map(it -> String.valueOf(it.sequence()))
                                            .orElse(null)));
        }
        return new Sql(upsertText(), values);
    }

    private static <R> String[] texts(Collection<R> rows, Function<R, @Nullable String> text) {
        return rows.stream().map(text).toArray(String[]::new);
    }

    /**
     * The whole document as text, in a select.
     *
     * @param row the alias of the table and a dot, or nothing
     */
    public String documentText(String row) {
        return documentText(row, part -> "' || %s%s::text || '".formatted(row, part.key()));
    }

    /**
     * As {@link #documentText}, of a table whose parts are lists: each is empty.
     *
     * @param row the alias of the table and a dot, or nothing
     */
    public String shortText(String row) {
        return documentText(row, _ -> "[]");
    }

    private String documentText(String row, Function<Part<R>, String> shown) {
        return parts.isEmpty()
                ? row + "document::text"
                : parts.stream()
                        .map(part -> "\"%s\":%s,".formatted(part.key(), shown.apply(part)))
                        .collect(
                                Collectors.joining(
                                        "",
                                        "'{",
                                        "' || substr(%sdocument::text, 2)".formatted(row)));
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
        List<String> names =
                Stream.concat(columns.stream().map(Column::name), parts.stream().map(Part::key))
                        .toList();
        List<String> given =
                parts.isEmpty()
                        ? names
                        : Stream.concat(names.stream(), Stream.of(KNOWN_AT)).toList();
        return """
        insert into %1$s (%2$s)
        select %3$s
        from unnest(%4$s) as r (%5$s)
        on conflict (%6$s) do update set %7$s
        where %1$s.%8$s < excluded.%8$s\
        """
                .formatted(
                        name,
                        joined(names),
                        joined(
                                Stream.concat(
                                                columns.stream()
                                                        .map(
                                                                c ->
                                                                        "r."
                                                                                + c.name()
                                                                                + "::"
                                                                                + c.type().sql()),
                                                parts.stream().map(this::givenOrStored))
                                        .toList()),
                        IntStream.rangeClosed(1, given.size())
                                .mapToObj(i -> "$" + i + "::text[]")
                                .collect(Collectors.joining(", ")),
                        joined(given),
                        joined(key),
                        joined(
                                names.stream()
                                        .filter(column -> !key.contains(column))
                                        .map(column -> column + " = excluded." + column)
                                        .toList()),
                        LAST_SEQUENCE);
    }

    // What is long is kept outside of its row: taken from there unread, it is not written again.
    private String givenOrStored(Part<R> part) {
        return """
        coalesce(r.%1$s::json, (
            select o.%1$s from %2$s o
            where %3$s and (o.%4$s = r.%5$s::bigint or o.%4$s >= r.%4$s::bigint)))\
        """
                .formatted(
                        part.key(),
                        name,
                        key.stream()
                                .map(column -> "o." + column + " = r." + column)
                                .collect(Collectors.joining(" and ")),
                        LAST_SEQUENCE,
                        KNOWN_AT);
    }

    private static String joined(List<String> parts) {
        return String.join(", ", parts);
    }
}
