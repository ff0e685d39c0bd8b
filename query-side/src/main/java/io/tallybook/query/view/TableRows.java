package io.tallybook.query.view;

import io.tallybook.core.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** The rows of a view that is one table and nothing else. */
public record TableRows<V extends View, E>(ReadTables tables, ViewTable<V> table)
        implements Rows<V, E> {
    @Override
    public Mono<Map<String, Versioned<V>>> load(Collection<String> ids, List<E> events) {
        Map<String, Versioned<V>> known = new HashMap<>();
        List<String> others = new ArrayList<>();
        for (String id : ids) {
            Optional<Versioned<V>> recent = tables.recent().last(table.kind(), id).map(this::typed);
            recent.ifPresentOrElse(found -> known.put(id, found), () -> others.add(id));
        }
        if (others.isEmpty()) {
            return Mono.just(known);
        }
        return tables.read(table.load(others), this::versioned)
                .doOnNext(read -> tables.recent().read(table.kind(), read))
                .collectMap(Versioned::id, versioned -> versioned, () -> known);
    }

    @Override
    public Mono<Void> save(Collection<Versioned<V>> changed) {
        return tables.write(
                        List.of(
                                table.table()
                                        .upsert(
                                                changed.stream().map(Versioned::state).toList(),
                                                this::stored)))
                .doOnSuccess(_ -> changed.forEach(this::remember));
    }

    private Optional<Versioned<V>> stored(V view) {
        return tables.recent().last(table.kind(), view.id().value()).map(this::typed);
    }

    /** Whoever asks next need not read what was stored just now. */
    public void remember(Versioned<V> stored) {
        tables.recent().stored(table.kind(), stored);
    }

    @Override
    public Mono<Void> clear() {
        return tables.write(List.of(table.table().truncate()))
                .doOnTerminate(() -> tables.recent().forget(table.kind()));
    }

    private Versioned<V> typed(Versioned<?> view) {
        return new Versioned<>(view.id(), table.type().cast(view.state()), view.sequence());
    }

    private Versioned<V> versioned(ReadRow row) {
        return new Versioned<>(
                text(row, "id"),
                ViewTable.read(text(row, "document"), table.type()),
                Objects.requireNonNull(row.get(Table.LAST_SEQUENCE, Long.class)));
    }

    private static String text(ReadRow row, String column) {
        return Objects.requireNonNull(row.get(column, String.class), column);
    }
}
