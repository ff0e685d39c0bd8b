package io.tallybook.query.view;

import io.r2dbc.spi.Readable;
import io.tallybook.core.View;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import reactor.core.publisher.Mono;

/** The rows of a view that is one table and nothing else. */
public record TableRows<V extends View, E>(ReadTables tables, ViewTable<V> table)
        implements Rows<V, E> {
    @Override
    public Mono<Map<String, Versioned<V>>> load(Collection<String> ids, List<E> events) {
        return tables.read(table.load(ids), this::versioned)
                .collectMap(Versioned::id, versioned -> versioned);
    }

    @Override
    public Mono<Void> save(Collection<Versioned<V>> changed) {
        return tables.write(
                List.of(table.table().upsert(changed.stream().map(Versioned::state).toList())));
    }

    @Override
    public Mono<Void> clear() {
        return tables.write(List.of(table.table().truncate()));
    }

    private Versioned<V> versioned(Readable row) {
        return new Versioned<>(
                text(row, "id"),
                ViewTable.read(text(row, "document"), table.type()),
                Objects.requireNonNull(row.get(Table.LAST_SEQUENCE, Long.class)));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class), column);
    }
}
