package io.tallybook.query.live;

import io.tallybook.core.Scope;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.wallet.OpenCosts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The open costs of the customers asked for last, in memory; what news say has changed is worked
 * out again at once if somebody asked for it lately, and is forgotten otherwise.
 *
 * <pre>
 *  usage stored ──► costs again            (periods are known: only usage is read, from memory)
 *  event seen   ──► periods and costs again
 *  asked        ──► what is known; worked out if nothing is; looked at again behind the answer if
 *                   it is older than a second, for the case that another process heard the news
 * </pre>
 *
 * <p>Of many news of one customer, those within {@code pace} are one.
 */
final class LiveCosts {
    private static final Duration KEPT_FRESH = Duration.ofMinutes(1);
    private static final Duration SURE_FOR = Duration.ofSeconds(1);

    private final Source source;
    private final BiConsumer<Scope, OpenCosts> changed;
    private final LongSupplier nanos;
    private final Executor later;
    private final LinkedHashMap<Key, Known> known;
    private final Map<Scope, Map<String, Set<Key>>> byExternalId = new HashMap<>();

    /** Where costs come from. */
    interface Source {
        CompletableFuture<Optional<CustomerPeriods>> periods(Scope scope, CustomerId customer);

        CompletableFuture<OpenCosts> costs(Scope scope, CustomerPeriods periods);
    }

    private record Key(Scope scope, CustomerId customer) {}

    private static final class Known {
        private @Nullable CustomerPeriods periods;
        private Set<String> names = Set.of();
        private @Nullable OpenCosts costs;
        private @Nullable CompletableFuture<Optional<OpenCosts>> first;
        private long askedNanos;
        private long workedOutNanos;
        private boolean working;
        private boolean again;
        private long newsOfPeriods;
    }

    /**
     * @param most of how many customers it is known
     * @param pace how long the next working out of the same customer waits for further news
     * @param changed is told what came out
     */
    LiveCosts(
            int most,
            Duration pace,
            Source source,
            BiConsumer<Scope, OpenCosts> changed,
            LongSupplier nanos) {
        this.source = source;
        this.changed = changed;
        this.nanos = nanos;
        this.later = CompletableFuture.delayedExecutor(pace.toMillis(), TimeUnit.MILLISECONDS);
        this.known =
                new LinkedHashMap<>(1024, 0.75f, true) {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<Key, Known> eldest) {
                        boolean full = size() > most;
                        if (full) {
                            unlink(eldest.getKey(), eldest.getValue());
                        }
                        return full;
                    }
                };
    }

    /** What is known, or is worked out now; empty if there is no such customer. */
    CompletableFuture<Optional<OpenCosts>> of(Scope scope, CustomerId customer) {
        Key key = new Key(scope, customer);
        OpenCosts costs;
        synchronized (this) {
            Known one = known.computeIfAbsent(key, _ -> new Known());
            one.askedNanos = nanos.getAsLong();
            costs = one.costs;
            if (costs == null && one.first != null) {
                return one.first;
            }
            if (costs == null) {
                one.first = new CompletableFuture<>();
            }
        }
        if (costs == null) {
            return begin(key);
        }
        lookIfOld(key);
        return CompletableFuture.completedFuture(Optional.of(costs));
    }

    private CompletableFuture<Optional<OpenCosts>> begin(Key key) {
        CompletableFuture<Optional<OpenCosts>> first;
        synchronized (this) {
            Known one = known.get(key);
            first = one == null ? null : one.first;
            if (one != null) {
                one.working = true;
            }
        }
        CompletableFuture<Optional<OpenCosts>> answer =
                first == null ? new CompletableFuture<>() : first;
        var _ =
                workedOut(key)
                        .handle(
                                (costs, failure) -> {
                                    ended(key, failure == null ? costs : Optional.empty());
                                    return failure == null
                                            ? answer.complete(costs)
                                            : answer.completeExceptionally(failure);
                                });
        return answer;
    }

    private void lookIfOld(Key key) {
        boolean look;
        synchronized (this) {
            Known one = known.get(key);
            look =
                    one != null
                            && !one.working
                            && nanos.getAsLong() - one.workedOutNanos > SURE_FOR.toNanos();
        }
        if (look) {
            again(key);
        }
    }

    /** Usage of these customers was stored. */
    void used(Scope scope, Set<String> externalIds) {
        Set<Key> affected = new HashSet<>();
        synchronized (this) {
            Map<String, Set<Key>> keys = byExternalId.get(scope);
            if (keys == null) {
                return;
            }
            for (String id : externalIds) {
                affected.addAll(keys.getOrDefault(id, Set.of()));
            }
        }
        affected.forEach(key -> news(key, false));
    }

    /** Nobody knows whose usage was stored. */
    void anyUsed() {
        keys().forEach(key -> news(key, false));
    }

    private synchronized List<Key> keys() {
        return List.copyOf(known.keySet());
    }

    /** The periods or invoices of a customer are others than before. */
    void changed(Scope scope, CustomerId customer) {
        news(new Key(scope, customer), true);
    }

    /** Something changed that may concern every customer of an environment. */
    void changed(Scope scope) {
        keys().stream().filter(key -> key.scope().equals(scope)).forEach(key -> news(key, true));
    }

    synchronized boolean knows(Scope scope) {
        return byExternalId.containsKey(scope);
    }

    /** Those whose open periods include one of this subscription. */
    synchronized List<CustomerId> having(Scope scope, String subscription) {
        List<CustomerId> found = new ArrayList<>();
        known.forEach(
                (key, one) -> {
                    CustomerPeriods periods = one.periods;
                    if (key.scope().equals(scope)
                            && periods != null
                            && periods.periods().stream()
                                    .anyMatch(p -> p.subscription().value().equals(subscription))) {
                        found.add(key.customer());
                    }
                });
        return found;
    }

    private void news(Key key, boolean ofPeriods) {
        boolean wanted;
        synchronized (this) {
            Known one = known.get(key);
            if (one == null) {
                return;
            }
            if (ofPeriods) {
                one.periods = null;
                one.newsOfPeriods++;
            }
            wanted = nanos.getAsLong() - one.askedNanos < KEPT_FRESH.toNanos();
            if (!wanted) {
                unlink(key, one);
                known.remove(key);
            }
        }
        if (wanted) {
            again(key);
        }
    }

    private void again(Key key) {
        synchronized (this) {
            Known one = known.get(key);
            if (one == null) {
                return;
            }
            if (one.working) {
                one.again = true;
                return;
            }
            one.working = true;
        }
        var _ =
                workedOut(key)
                        .exceptionally(_ -> Optional.empty())
                        .thenAccept(costs -> ended(key, costs));
    }

    private CompletableFuture<Optional<OpenCosts>> workedOut(Key key) {
        CustomerPeriods periods;
        long news;
        synchronized (this) {
            Known one = known.get(key);
            periods = one == null ? null : one.periods;
            news = one == null ? 0 : one.newsOfPeriods;
        }
        return (periods == null
                        ? source.periods(key.scope(), key.customer())
                        : CompletableFuture.completedFuture(Optional.of(periods)))
                .thenCompose(
                        found -> {
                            found.ifPresent(p -> learnt(key, p, news));
                            return found.map(
                                            p ->
                                                    source.costs(key.scope(), p)
                                                            .thenApply(Optional::of))
                                    .orElseGet(
                                            () ->
                                                    CompletableFuture.completedFuture(
                                                            Optional.empty()));
                        });
    }

    private synchronized void learnt(Key key, CustomerPeriods periods, long news) {
        Known one = known.get(key);
        if (one == null) {
            return;
        }
        unlink(key, one);
        one.names = periods.names();
        Map<String, Set<Key>> keys =
                byExternalId.computeIfAbsent(key.scope(), _ -> new HashMap<>());
        for (String name : one.names) {
            boolean _ = keys.computeIfAbsent(name, _ -> new HashSet<>(1)).add(key);
        }
        // What was asked before the last news may not have it.
        if (one.newsOfPeriods == news) {
            one.periods = periods;
        }
    }

    /** Whatever failed is asked for anew by whoever asks next. */
    private void ended(Key key, Optional<OpenCosts> costs) {
        boolean more;
        synchronized (this) {
            Known one = known.get(key);
            if (one == null) {
                return;
            }
            one.working = false;
            one.first = null;
            more = one.again;
            one.again = false;
            if (costs.isPresent()) {
                one.costs = costs.get();
                one.workedOutNanos = nanos.getAsLong();
            } else {
                unlink(key, one);
                known.remove(key);
                more = false;
            }
        }
        costs.ifPresent(found -> changed.accept(key.scope(), found));
        if (more) {
            later.execute(() -> again(key));
        }
    }

    private void unlink(Key key, Known one) {
        Map<String, Set<Key>> keys = byExternalId.get(key.scope());
        if (keys == null) {
            return;
        }
        for (String name : one.names) {
            keys.computeIfPresent(
                    name, (_, some) -> some.remove(key) && some.isEmpty() ? null : some);
        }
        one.names = Set.of();
        if (keys.isEmpty()) {
            byExternalId.remove(key.scope());
        }
    }
}
