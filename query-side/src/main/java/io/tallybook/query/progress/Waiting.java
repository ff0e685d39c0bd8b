package io.tallybook.query.progress;

import io.micrometer.core.instrument.MeterRegistry;
import io.tallybook.core.AwaitView;
import io.tallybook.core.ViewKind;
import io.tallybook.query.view.ViewProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Answers when a view has caught up.
 *
 * <p>The projector of this program tells at once. For the case that another program's did the work,
 * everything that is still waited for is looked up together, in one statement per kind of view,
 * every {@code pollEvery}; a wait costs the database nothing when the answer is quick.
 */
public final class Waiting implements ViewProgress {
    private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);
    private static final int REMEMBERED_MAX = 10_000;

    private final StoredVersions stored;
    private final Duration pollEvery;
    private final Map<Key, Set<Waiter>> waiters = new ConcurrentHashMap<>();
    private final Map<ViewKind, Recent> recent = new EnumMap<>(ViewKind.class);
    private final AtomicBoolean polling = new AtomicBoolean();

    /** Looks up how far views are stored; those of entities that are not are left out. */
    @FunctionalInterface
    public interface StoredVersions {
        Mono<Map<String, Long>> of(ViewKind kind, Collection<String> ids);
    }

    private record Key(ViewKind kind, String id) {}

    private record Waiter(long version, CompletableFuture<Boolean> answer) {
        // Two that wait for the same are still two.
        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /** What was stored last, of the entities that changed last. */
    private static final class Recent extends LinkedHashMap<String, Long> {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED_MAX;
        }
    }

    public Waiting(StoredVersions stored, Duration pollEvery, MeterRegistry registry) {
        this.stored = stored;
        this.pollEvery = pollEvery;
        for (ViewKind kind : ViewKind.values()) {
            recent.put(kind, new Recent());
        }
        registry.gauge("tallybook.view.waiting", waiters, Map::size);
    }

    @QueryHandler
    public CompletableFuture<Boolean> await(AwaitView query) {
        if (query.version() < 0) {
            return CompletableFuture.completedFuture(true);
        }
        Key key = new Key(query.kind(), query.id());
        Waiter waiter = new Waiter(query.version(), new CompletableFuture<>());
        add(key, waiter);
        // Only now: what is committed from here on finds the waiter.
        if (remembered(key) >= query.version()) {
            waiter.answer().complete(true);
        } else {
            waiter.answer().completeOnTimeout(false, query.millisMax(), TimeUnit.MILLISECONDS);
            pollLater();
        }
        return waiter.answer().whenComplete((_, _) -> remove(key, waiter));
    }

    @Override
    public void committed(ViewKind kind, Map<String, Long> versions) {
        Recent known = recentOf(kind);
        synchronized (known) {
            versions.forEach((id, version) -> known.merge(id, version, Math::max));
        }
        versions.forEach((id, version) -> tell(new Key(kind, id), version));
    }

    @Override
    public void forget(ViewKind kind) {
        Recent known = recentOf(kind);
        synchronized (known) {
            known.clear();
        }
    }

    private Recent recentOf(ViewKind kind) {
        return Objects.requireNonNull(recent.get(kind));
    }

    private long remembered(Key key) {
        Recent known = recentOf(key.kind());
        synchronized (known) {
            return known.getOrDefault(key.id(), -1L);
        }
    }

    private void add(Key key, Waiter waiter) {
        waiters.compute(
                key,
                (_, before) -> {
                    Set<Waiter> all = before == null ? new HashSet<>() : before;
                    all.add(waiter);
                    return all;
                });
    }

    private void remove(Key key, Waiter waiter) {
        waiters.computeIfPresent(
                key,
                (_, all) -> {
                    all.remove(waiter);
                    return all.isEmpty() ? null : all;
                });
    }

    private void tell(Key key, long version) {
        List<Waiter> reached = new ArrayList<>();
        waiters.computeIfPresent(
                key,
                (_, all) -> {
                    all.stream()
                            .filter(waiter -> waiter.version() <= version)
                            .forEach(reached::add);
                    return all;
                });
        reached.forEach(waiter -> waiter.answer().complete(true));
    }

    private void pollLater() {
        if (polling.compareAndSet(false, true)) {
            Mono.delay(pollEvery)
                    .then(Mono.defer(this::poll))
                    .subscribe(_ -> {}, this::failed, this::polled);
        }
    }

    private Mono<Void> poll() {
        Map<ViewKind, List<String>> wanted = new EnumMap<>(ViewKind.class);
        waiters.keySet()
                .forEach(
                        key ->
                                wanted.computeIfAbsent(key.kind(), _ -> new ArrayList<>())
                                        .add(key.id()));
        return Flux.fromIterable(wanted.entrySet())
                .concatMap(
                        kind ->
                                stored.of(kind.getKey(), kind.getValue())
                                        .doOnNext(
                                                found ->
                                                        found.forEach(
                                                                (id, version) ->
                                                                        tell(
                                                                                new Key(
                                                                                        kind
                                                                                                .getKey(),
                                                                                        id),
                                                                                version))))
                .then();
    }

    private void failed(Throwable failure) {
        LOG.warn("cannot look up how far views are; asking again", failure);
        polled();
    }

    private void polled() {
        polling.set(false);
        if (!waiters.isEmpty()) {
            pollLater();
        }
    }
}
