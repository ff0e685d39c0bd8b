package io.tallybook.query.view;

import com.fasterxml.jackson.annotation.JsonFilter;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.tallybook.core.EntityStatus;
import io.tallybook.core.View;
import io.tallybook.core.ViewKind;
import io.tallybook.core.wire.Wire;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.ser.std.SimpleBeanPropertyFilter;
import tools.jackson.databind.ser.std.SimpleFilterProvider;

/**
 * The table of one kind of view: its keys, the columns that searches need, and the whole view as a
 * document.
 */
public record ViewTable<V extends View>(ViewKind kind, Class<V> type, Table<V> table) {
    /** The column that says whether an entity is there for new use. */
    public static final String ENTITY_STATUS = "entity_status";

    private static final String WITHOUT_PARTS = "without parts";

    /** What is absent is not written: that would be half of an invoice's line. */
    private static final JsonMapper WIRE =
            Wire.mapper()
                    .rebuild()
                    .changeDefaultPropertyInclusion(
                            usual -> usual.withValueInclusion(JsonInclude.Include.NON_NULL))
                    .build();

    /**
     * A table with the columns that every view has, and these.
     *
     * @param searched by which a search may ask, besides id, entity_status, created_at and
     *     updated_at
     * @param shown for those who read the table itself
     */
    public static <V extends View> ViewTable<V> of(
            ViewKind kind,
            Class<V> type,
            String name,
            List<Column<V>> searched,
            List<Column<V>> shown) {
        return of(kind, type, name, searched, shown, List.of());
    }

    /** The same, with some parts of the document kept beside it. */
    public static <V extends View> ViewTable<V> of(
            ViewKind kind,
            Class<V> type,
            String name,
            List<Column<V>> searched,
            List<Column<V>> shown,
            List<Part<V>> parts) {
        List<Column<V>> columns = new ArrayList<>();
        columns.add(Column.id("tenant", view -> view.scope().tenant()));
        columns.add(Column.id("environment", view -> view.scope().environment()));
        columns.add(Column.<V>id("id", View::id).everPresent());
        columns.add(
                Column.<V, EntityStatus>oneOf(
                                ENTITY_STATUS, EntityStatus.class, view -> view.stamp().status())
                        .everPresent());
        columns.addAll(searched);
        columns.addAll(shown);
        JsonMapper writer = without(type, parts);
        columns.add(Column.document("document", writer::writeValueAsString));
        columns.add(Column.whole(Table.LAST_SEQUENCE, view -> view.stamp().version()));
        columns.add(Column.<V>moment("created_at", view -> view.stamp().createdAt()).everPresent());
        columns.add(Column.<V>moment("updated_at", view -> view.stamp().updatedAt()).everPresent());
        Set<String> searchable =
                new LinkedHashSet<>(List.of("id", ENTITY_STATUS, "created_at", "updated_at"));
        searched.forEach(column -> searchable.add(column.name()));
        return new ViewTable<>(
                kind,
                type,
                new Table<>(
                        name, columns, List.of("tenant", "environment", "id"), searchable, parts));
    }

    @JsonFilter(WITHOUT_PARTS)
    private interface WithoutParts {}

    private static <V> JsonMapper without(Class<V> type, List<Part<V>> parts) {
        return WIRE.rebuild()
                .addMixIn(type, WithoutParts.class)
                .filterProvider(
                        new SimpleFilterProvider()
                                .addFilter(
                                        WITHOUT_PARTS,
                                        SimpleBeanPropertyFilter.serializeAllExcept(
                                                parts.stream()
                                                        .map(Part::key)
                                                        .toArray(String[]::new))))
                .build();
    }

    /** A table whose own columns may all be searched by. */
    public static <V extends View> ViewTable<V> of(
            ViewKind kind, Class<V> type, String name, List<Column<V>> searched) {
        return of(kind, type, name, searched, List.of());
    }

    /** A column that holds a whole document. */
    public static <R> Column<R> document(String name, Function<R, Object> value) {
        return Column.document(name, row -> json(value.apply(row)));
    }

    static String json(Object value) {
        return WIRE.writeValueAsString(value);
    }

    /** What such a column holds. */
    public static <T> T read(String json, Class<T> type) {
        return WIRE.readValue(json, type);
    }

    Sql load(Collection<String> ids) {
        return Sql.of(
                "select id, last_sequence, "
                        + table.documentText("")
                        + " as document from "
                        + table.name()
                        + " where id = any($1)",
                (Object) ids.toArray(String[]::new));
    }

    Sql versions(Collection<String> ids) {
        return Sql.of(
                "select id, last_sequence from " + table.name() + " where id = any($1)",
                (Object) ids.toArray(String[]::new));
    }
}
