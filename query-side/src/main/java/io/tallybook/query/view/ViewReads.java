package io.tallybook.query.view;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.tallybook.core.EntityId;
import io.tallybook.core.Scope;
import io.tallybook.core.View;
import io.tallybook.core.search.PageLines;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.search.SearchSpec.Direction;
import io.tallybook.core.search.SearchSpec.Order;
import io.tallybook.core.search.TooManyLines;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads views, always within one scope. */
public final class ViewReads<V extends View> {
    private static final List<Order> NEWEST_FIRST =
            List.of(new Order("created_at", Direction.DESC));

    private final ReadTables tables;
    private final ViewTable<V> view;
    private final AskedTogether<Named, V> single = new AskedTogether<>(this::current);

    private record Named(Scope scope, String id) {}

    public ViewReads(ReadTables tables, ViewTable<V> view) {
        this.tables = tables;
        this.view = view;
    }

    /** As everybody sees it now, if this program has stored it just now; asks nobody. */
    public Optional<V> recent(Scope scope, EntityId id) {
        return tables.recent()
                .now(view.kind(), id.value())
                .map(found -> view.type().cast(found.state()))
                .filter(found -> found.scope().equals(scope));
    }

    public CompletableFuture<Optional<V>> byId(Scope scope, EntityId id) {
        Optional<V> recent = recent(scope, id);
        return recent.isPresent()
                ? CompletableFuture.completedFuture(recent)
                : single.one(new Named(scope, id.value()));
    }

    private Mono<Map<Named, V>> current(List<Named> names) {
        Map<Scope, List<String>> ids =
                names.stream().collect(groupingBy(Named::scope, mapping(Named::id, toList())));
        return Flux.fromIterable(ids.entrySet())
                .flatMap(of -> current(of.getKey(), of.getValue()))
                .collectMap(found -> new Named(found.scope(), found.id().value()));
    }

    /**
     * The one with this value in a column; the oldest if there are several.
     *
     * @param column a name from our own code, never from a caller
     */
    public CompletableFuture<Optional<V>> by(Scope scope, String column, String value) {
        return by(scope, column, value, "");
    }

    /** As {@link #by}, without those that are deleted and so have given the value free. */
    public CompletableFuture<Optional<V>> inUse(Scope scope, String column, String value) {
        return by(scope, column, value, " and entity_status <> 'DELETED'");
    }

    private CompletableFuture<Optional<V>> by(
            Scope scope, String column, String value, String restriction) {
        if (value.indexOf('\0') >= 0) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return Answer.optional(
                tables.read(
                                Sql.of(
                                        select()
                                                + " and "
                                                + view.table().column(column).name()
                                                + " = $3"
                                                + restriction
                                                + " order by created_at, id limit 1",
                                        scope.tenant().value(),
                                        scope.environment().value(),
                                        value),
                                this::document)
                        .next());
    }

    /** All of these that exist in the scope, in the order of their ids. */
    public CompletableFuture<List<V>> byIds(Scope scope, Collection<? extends EntityId> ids) {
        return Answer.of(
                current(scope, ids.stream().map(EntityId::value).distinct().toList())
                        .collectList());
    }

    // The database says which version stands; a document that this program has at that version is
    // neither sent nor parsed again.
    private Flux<V> current(Scope scope, List<String> ids) {
        Map<String, Versioned<V>> known = new HashMap<>();
        for (String id : ids) {
            tables.recent().last(view.kind(), id).ifPresent(found -> known.put(id, typed(found)));
        }
        return tables.read(
                ids.size() == 1 ? one(scope, ids.getFirst(), known) : several(scope, ids, known),
                row -> seen(row, known));
    }

    // By its key, which the database plans once; a list it plans each time anew, for longer than
    // the answer takes.
    private Sql one(Scope scope, String id, Map<String, Versioned<V>> known) {
        return Sql.of(
                """
                select id, last_sequence,
                    case when last_sequence = $4 then null else %s end as document
                from %s where tenant = $1 and environment = $2 and id = $3\
                """
                        .formatted(view.table().documentText(""), view.table().name()),
                scope.tenant().value(),
                scope.environment().value(),
                id,
                version(known, id));
    }

    private Sql several(Scope scope, List<String> ids, Map<String, Versioned<V>> known) {
        return Sql.of(
                """
                select v.id, v.last_sequence,
                    case when v.last_sequence = k.version then null
                        else %s end as document
                from unnest($3::text[], $4::bigint[]) as k(id, version)
                join %s v on v.id = k.id
                where v.tenant = $1 and v.environment = $2
                order by v.id\
                """
                        .formatted(view.table().documentText("v."), view.table().name()),
                scope.tenant().value(),
                scope.environment().value(),
                ids.toArray(String[]::new),
                ids.stream().map(id -> version(known, id)).toArray(Long[]::new));
    }

    private static Long version(Map<String, ? extends Versioned<?>> known, String id) {
        Versioned<?> one = known.get(id);
        return one == null ? -1L : one.sequence();
    }

    private V seen(ReadRow row, Map<String, Versioned<V>> known) {
        String id = Objects.requireNonNull(row.get("id", String.class));
        if (row.get("document", String.class) == null) {
            return Objects.requireNonNull(known.get(id)).state();
        }
        V read = document(row);
        long sequence = Objects.requireNonNull(row.get(Table.LAST_SEQUENCE, Long.class));
        tables.recent().read(view.kind(), new Versioned<>(id, read, sequence));
        return read;
    }

    private Versioned<V> typed(Versioned<?> found) {
        return new Versioned<>(found.id(), view.type().cast(found.state()), found.sequence());
    }

    /**
     * All with one of these values in a column, whatever their status, in the order of their ids.
     *
     * @param column a name from our own code, never from a caller
     */
    public CompletableFuture<List<V>> allBy(Scope scope, String column, Collection<String> values) {
        return Answer.of(
                tables.read(
                                Sql.of(
                                        "select id, last_sequence from "
                                                + view.table().name()
                                                + " where tenant = $1 and environment = $2 and "
                                                + view.table().column(column).name()
                                                + " = any($3) order by id",
                                        scope.tenant().value(),
                                        scope.environment().value(),
                                        values.toArray(String[]::new)),
                                Standing::of)
                        .collectList()
                        .flatMap(rows -> standing(scope, rows)));
    }

    /** How far a row is, without what it holds. */
    private record Standing(String id, long version) {
        static Standing of(ReadRow row) {
            return new Standing(
                    Objects.requireNonNull(row.get("id", String.class)),
                    Objects.requireNonNull(row.get(Table.LAST_SEQUENCE, Long.class)));
        }
    }

    // A plan has hundreds of prices, which hardly ever change: what is known at the version that
    // stands is neither sent nor parsed.
    private Mono<List<V>> standing(Scope scope, List<Standing> rows) {
        Map<String, V> views = new HashMap<>();
        List<String> unknown = new ArrayList<>();
        for (Standing row : rows) {
            tables.recent()
                    .last(view.kind(), row.id())
                    .filter(found -> found.sequence() == row.version())
                    .ifPresentOrElse(
                            found -> views.put(row.id(), typed(found).state()),
                            () -> unknown.add(row.id()));
        }
        Mono<Void> read =
                unknown.isEmpty()
                        ? Mono.empty()
                        : current(scope, unknown)
                                .doOnNext(found -> views.put(found.id().value(), found))
                                .then();
        return read.then(
                Mono.fromSupplier(
                        () ->
                                rows.stream()
                                        .map(row -> views.get(row.id()))
                                        .filter(Objects::nonNull)
                                        .toList()));
    }

    public <P> CompletableFuture<P> search(
            Scope scope, SearchSpec spec, BiFunction<List<V>, Long, P> page) {
        return search(scope, spec, "", PageLines.ALL, page);
    }

    /** As {@link #search}, with no more lines. Errors: {@link TooManyLines}. */
    public <P> CompletableFuture<P> search(
            Scope scope, SearchSpec spec, PageLines lines, BiFunction<List<V>, Long, P> page) {
        return search(scope, spec, "", lines, page);
    }

    /**
     * As {@link #search}, of those alone for which a condition holds.
     *
     * @param restriction from our own code, never from a caller; empty for none
     */
    public <P> CompletableFuture<P> search(
            Scope scope, SearchSpec spec, String restriction, BiFunction<List<V>, Long, P> page) {
        return search(scope, spec, restriction, PageLines.ALL, page);
    }

    private <P> CompletableFuture<P> search(
            Scope scope,
            SearchSpec spec,
            String restriction,
            PageLines lines,
            BiFunction<List<V>, Long, P> page) {
        Search search =
                new Search(view.table(), scope, Map.of(), spec, NEWEST_FIRST, restriction, lines);
        return Answer.of(
                found(tables, search, spec, view.type())
                        .map(found -> page.apply(found.items(), found.total())));
    }

    /** One page, and how many fit in all. */
    public record Found<T>(List<T> items, long total) {
        public Found {
            items = List.copyOf(items);
        }
    }

    /**
     * Searches a table whose rows are documents.
     *
     * @param exactly further columns with the values that they must have
     * @param newestFirst the order when none is asked for
     */
    public static <T> Mono<Found<T>> search(
            ReadTables tables,
            Table<?> table,
            Scope scope,
            Map<String, String> exactly,
            SearchSpec spec,
            List<Order> newestFirst,
            Class<T> type) {
        return found(tables, new Search(table, scope, exactly, spec, newestFirst), spec, type);
    }

    private static <T> Mono<Found<T>> found(
            ReadTables tables, Search search, SearchSpec spec, Class<T> type) {
        return position(tables, search, spec.after())
                .flatMap(
                        after ->
                                tables.read(search.page(after), row -> Row.of(row, search, type))
                                        .collectList()
                                        .doOnNext(rows -> bounded(rows, search))
                                        .flatMap(
                                                rows ->
                                                        total(tables, search, after, rows)
                                                                .map(all -> found(rows, all))));
    }

    /**
     * A row of a page.
     *
     * @param item absent if the page has too many lines
     * @param fitting how many fit in all
     * @param lines 0 where nobody asks
     */
    private record Row<T>(@Nullable T item, long fitting, long lines) {
        static <T> Row<T> of(ReadRow row, Search search, Class<T> type) {
            String document = row.get("document", String.class);
            return new Row<>(
                    document == null ? null : ViewTable.read(document, type),
                    fittingIn(row),
                    search.isBounded()
                            ? Objects.requireNonNull(row.get(Table.LINE_COUNT, Long.class))
                            : 0);
        }
    }

    private static void bounded(List<? extends Row<?>> rows, Search search) {
        if (rows.isEmpty() || rows.getFirst().item() != null) {
            return;
        }
        long lines = 0;
        int items = 0;
        for (Row<?> row : rows) {
            lines += row.lines();
            items += lines <= search.lines().most() ? 1 : 0;
        }
        throw new TooManyLines(lines, items);
    }

    private static <T> Found<T> found(List<Row<T>> rows, long fitting) {
        return new Found<>(
                rows.stream().map(row -> Objects.requireNonNull(row.item())).toList(), fitting);
    }

    // Each row of a page says how many fit in all; beyond the last page there is none to say it.
    private static Mono<Long> total(
            ReadTables tables,
            Search search,
            Optional<Search.Position> after,
            List<? extends Row<?>> rows) {
        if (!rows.isEmpty()) {
            return Mono.just(rows.getFirst().fitting());
        }
        return search.beginsAtFirst(after)
                ? Mono.just(0L)
                : tables.read(search.count(), ViewReads::fittingIn).single();
    }

    private static long fittingIn(ReadRow row) {
        return Objects.requireNonNull(row.get("fitting", Long.class));
    }

    private static Mono<Optional<Search.Position>> position(
            ReadTables tables, Search search, @Nullable String after) {
        if (after == null) {
            return Mono.just(Optional.empty());
        }
        return tables.read(search.position(after), search::position)
                .next()
                .map(Optional::of)
                .switchIfEmpty(Mono.error(() -> Search.noRow(after)));
    }

    private String select() {
        return "select "
                + view.table().documentText("")
                + " as document from "
                + view.table().name()
                + " where tenant = $1 and environment = $2";
    }

    private V document(ReadRow row) {
        return document(row, view.type());
    }

    private static <T> T document(ReadRow row, Class<T> type) {
        return ViewTable.read(Objects.requireNonNull(row.get("document", String.class)), type);
    }
}
