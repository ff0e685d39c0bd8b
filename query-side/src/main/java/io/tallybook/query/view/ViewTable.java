package io.tallybook.query.view;

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

/**
 * The table of one kind of view: its keys, the columns that searches need, and the whole view as a
 * document.
 */
public record ViewTable<V extends View>(ViewKind kind, Class<V> type, Table<V> table) {
    /** The column that says whether an entity is there for new use. */
    public static final String ENTITY_STATUS = "entity_status";

    private static final JsonMapper WIRE = Wire.mapper();

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
        columns.add(document("document", view -> view));
        columns.add(Column.whole(Table.LAST_SEQUENCE, view -> view.stamp().version()));
        columns.add(Column.<V>moment("created_at", view -> view.stamp().createdAt()).everPresent());
        columns.add(Column.<V>moment("updated_at", view -> view.stamp().updatedAt()).everPresent());
        Set<String> searchable =
                new LinkedHashSet<>(List.of("id", ENTITY_STATUS, "created_at", "updated_at"));
        searched.forEach(column -> searchable.add(column.name()));
        return new ViewTable<>(
                kind,
                type,
                new Table<>(name, columns, List.of("tenant", "environment", "id"), searchable));
    }

    /** A table whose own columns may all be searched by. */
    public static <V extends View> ViewTable<V> of(
            ViewKind kind, Class<V> type, String name, List<Column<V>> searched) {
        return of(kind, type, name, searched, List.of());
    }

    /** A column that holds a whole document. */
    public static <R> Column<R> document(String name, Function<R, Object> value) {
        return Column.document(name, row -> WIRE.writeValueAsString(value.apply(row)));
    }

    /** What such a column holds. */
    public static <T> T read(String json, Class<T> type) {
        return WIRE.readValue(json, type);
    }

    Sql load(Collection<String> ids) {
        return Sql.of(
                "select id, last_sequence, document::text as document from "
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
