package io.tallybook.query.tenancy;

import io.tallybook.core.Scope;
import io.tallybook.core.tenancy.EnvironmentEvent;
import io.tallybook.core.tenancy.EnvironmentMode;
import io.tallybook.core.tenancy.EnvironmentView;
import io.tallybook.core.tenancy.TenancyQuery;
import io.tallybook.query.entitlement.AccessQueries;
import io.tallybook.query.view.ReadTables;
import io.tallybook.query.view.Recorded;
import io.tallybook.query.view.ViewReads;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;

/**
 * Where the clocks of sandboxes stand, in memory, so that a question before each use need not ask
 * the database what time it is.
 *
 * <pre>
 *  stored by this program just now  ─► is the answer
 *  heard as an event, or read once  ─► the later of both is the answer
 *  not looked at for a second       ─► is the answer, and is looked up behind it
 * </pre>
 *
 * <p>The last is for the case that events do not come: a clock is then behind by a second and not
 * for ever.
 */
@ProcessingGroup(AccessQueries.PROCESSOR)
public final class Clocks {
    static final Duration SURE_FOR = Duration.ofSeconds(1);

    private static final int REMEMBERED_MAX = 50_000;

    private final BiFunction<Scope, Asked, CompletableFuture<Optional<EnvironmentView>>> views;
    private final LongSupplier nanos;
    private final Map<String, Known> known =
            new LinkedHashMap<>(64, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
                    return size() > REMEMBERED_MAX;
                }
            };

    /** Whether the views may be asked for what this program has not stored just now. */
    enum Asked {
        MEMORY,
        TABLE
    }

    /**
     * @param scope whose it is; who asks for it under another finds nothing
     * @param version of the environment's last event that this knows of
     */
    private record Known(Scope scope, Instant now, long version, long seenNanos) {}

    public Clocks(ReadTables tables) {
        this(in(new ViewReads<>(tables, EnvironmentProjector.TABLE)), System::nanoTime);
    }

    Clocks(
            BiFunction<Scope, Asked, CompletableFuture<Optional<EnvironmentView>>> views,
            LongSupplier nanos) {
        this.views = views;
        this.nanos = nanos;
    }

    private static BiFunction<Scope, Asked, CompletableFuture<Optional<EnvironmentView>>> in(
            ViewReads<EnvironmentView> reads) {
        return (scope, asked) ->
                switch (asked) {
                    case MEMORY ->
                            CompletableFuture.completedFuture(
                                    reads.recent(scope, scope.environment()));
                    case TABLE -> reads.byId(scope, scope.environment());
                };
    }

    @QueryHandler
    public CompletableFuture<Optional<Instant>> handle(TenancyQuery.ClockOf query) {
        Scope scope = query.scope();
        Optional<EnvironmentView> stored = views.apply(scope, Asked.MEMORY).join();
        if (stored.isPresent()) {
            return CompletableFuture.completedFuture(Optional.of(learnt(stored.get())));
        }
        Known memory = memory(scope);
        if (memory == null) {
            return looked(scope);
        }
        if (nanos.getAsLong() - memory.seenNanos() >= SURE_FOR.toNanos() && mayLook(scope)) {
            var _ = looked(scope);
        }
        return CompletableFuture.completedFuture(Optional.of(memory.now()));
    }

    private CompletableFuture<Optional<Instant>> looked(Scope scope) {
        return views.apply(scope, Asked.TABLE).thenApply(found -> found.map(this::learnt));
    }

    private synchronized @Nullable Known memory(Scope scope) {
        Known memory = known.get(scope.environment().value());
        return memory != null && scope.equals(memory.scope()) ? memory : null;
    }

    /** Of many that ask at once, one looks. */
    private synchronized boolean mayLook(Scope scope) {
        Known memory = known.get(scope.environment().value());
        if (memory == null || nanos.getAsLong() - memory.seenNanos() < SURE_FOR.toNanos()) {
            return false;
        }
        known.put(
                scope.environment().value(),
                new Known(memory.scope(), memory.now(), memory.version(), nanos.getAsLong()));
        return true;
    }

    private Instant learnt(EnvironmentView view) {
        if (view.mode() == EnvironmentMode.LIVE) {
            return view.now();
        }
        return learnt(view.id().value(), view.scope(), view.now(), view.stamp().version());
    }

    /** What is later stays, in whatever order it comes. */
    private synchronized Instant learnt(String id, Scope scope, Instant now, long version) {
        Known before = known.get(id);
        Known after =
                before != null && before.version() >= version
                        ? new Known(scope, before.now(), before.version(), nanos.getAsLong())
                        : new Known(scope, now, version, nanos.getAsLong());
        known.put(id, after);
        return after.now();
    }

    @EventHandler
    void on(EnvironmentEvent.ClockAdvanced event, DomainEventMessage<?> message) {
        heard(event, event.to(), message);
    }

    @EventHandler
    void on(EnvironmentEvent.ClockSet event, DomainEventMessage<?> message) {
        heard(event, event.now(), message);
    }

    // Also of those that nobody asked for: an answer of before may be on its way from the table.
    private void heard(EnvironmentEvent event, Instant now, DomainEventMessage<?> message) {
        learnt(
                event.environmentId().value(),
                Recorded.of(message).scope(),
                now,
                message.getSequenceNumber());
    }
}
