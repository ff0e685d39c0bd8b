package io.tallybook.query.view;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The read tables in Postgres.
 *
 * <p>Each question waits for the database on a virtual thread of its own, so that no thread of
 * whoever asks does; see decision 0018.
 */
public final class ReadTables {
    private final JdbcTemplate jdbc;
    private final TransactionTemplate together;
    private final Executor waiting =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("views-", 0).factory());
    private final RecentViews recent = new RecentViews(System::nanoTime);
    private final Map<String, Recent<?>> recentRows = new ConcurrentHashMap<>();

    /**
     * @param connections a pool: its size is how many statements are under way at once
     */
    public ReadTables(DataSource connections) {
        this.jdbc = new JdbcTemplate(connections);
        this.together = new TransactionTemplate(new JdbcTransactionManager(connections));
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

    /** Errors: DataAccessException. */
    public <T> Flux<T> read(Sql sql, Function<ReadRow, T> row) {
        return later(() -> rows(sql, row)).flatMapIterable(rows -> rows);
    }

    private <T> List<T> rows(Sql sql, Function<ReadRow, T> row) {
        return jdbc.query(sql, (rows, _) -> row.apply(new ReadRow(rows)));
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

    /** Performs the statements in order, all or none. Errors: DataAccessException. */
    public Mono<Void> write(List<Sql> statements) {
        return later(() -> performed(statements)).then();
    }

    private int performed(List<Sql> statements) {
        if (statements.size() > 1) {
            together.executeWithoutResult(_ -> statements.forEach(this::perform));
        } else {
            statements.forEach(this::perform);
        }
        return statements.size();
    }

    private void perform(Sql sql) {
        jdbc.update(sql);
    }

    private <T> Mono<T> later(Supplier<T> work) {
        return Mono.fromFuture(() -> CompletableFuture.supplyAsync(work, waiting), true);
    }
}
