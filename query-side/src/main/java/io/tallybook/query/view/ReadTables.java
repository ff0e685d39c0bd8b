package io.tallybook.query.view;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The read tables in Postgres. */
public final class ReadTables {
    private final DatabaseClient client;
    private final TransactionalOperator together;
    private final RecentViews recent = new RecentViews(System::nanoTime);
    private final Map<String, Recent<?>> recentRows = new ConcurrentHashMap<>();

    public ReadTables(ConnectionFactory connections) {
        this.client = DatabaseClient.create(connections);
        this.together = TransactionalOperator.create(new R2dbcTransactionManager(connections));
    }

    RecentViews recent() {
        return recent;
    }

    /** The rows of a table that this program has stored last, the same for all who ask. */
    @SuppressWarnings("unchecked") // a table is of one kind of rows
    public <R> Recent<R> recent(Table<R> table) {
        return (Recent<R>)
                recentRows.computeIfAbsent(table.name(), _ -> new Recent<>(System::nanoTime));
    }

    /** For what a projection has stored last, to fold on from. */
    public <S> Recent<S> nothingYet() {
        return new Recent<>(System::nanoTime);
    }

    public <T> Flux<T> read(Sql sql, Function<Readable, T> row) {
        return bound(sql).map(row).all();
    }

    /** How far these entities are stored; those that are not are left out. */
    public Mono<Map<String, Long>> versions(ViewTable<?> view, Collection<String> ids) {
        return read(
                        view.versions(ids),
                        row ->
                                Map.entry(
                                        Objects.requireNonNull(row.get("id", String.class)),
                                        Objects.requireNonNull(
                                                row.get(Table.LAST_SEQUENCE, Long.class))))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue)
                .doOnNext(found -> found.forEach((id, at) -> recent.seen(view.kind(), id, at)));
    }

    /** Performs the statements in order, all or none. */
    public Mono<Void> write(List<Sql> statements) {
        Mono<Void> all =
                Flux.fromIterable(statements)
                        .concatMap(sql -> bound(sql).fetch().rowsUpdated())
                        .then();
        return statements.size() > 1 ? all.as(together::transactional) : all;
    }

    private DatabaseClient.GenericExecuteSpec bound(Sql sql) {
        DatabaseClient.GenericExecuteSpec spec = client.sql(sql.text());
        for (int i = 0; i < sql.values().size(); i++) {
            spec = spec.bind(i, sql.values().get(i));
        }
        return spec;
    }
}
