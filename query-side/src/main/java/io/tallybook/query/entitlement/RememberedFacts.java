package io.tallybook.query.entitlement;

import io.tallybook.core.AwaitView;
import io.tallybook.core.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Facts of the customers asked for last, in memory until an event changes them.
 *
 * <p>An event is heard of here before or after its view shows it. So what it changes is forgotten,
 * and remembered again only as the view has it once it shows the event: what is remembered is never
 * older than the last event heard.
 */
final class RememberedFacts {
    private static final int HEARD_MAX = 10_000;
    private static final int ATTEMPTS = 4;

    private final BiFunction<Scope, String, CompletableFuture<Optional<CustomerFacts>>> ask;
    private final Function<AwaitView, CompletableFuture<Boolean>> await;
    private final LinkedHashMap<Key, CompletableFuture<Optional<CustomerFacts>>> remembered;
    private final Map<String, Set<Key>> byEntity = new HashMap<>();
    private final Set<Key> open = new HashSet<>();
    private final Map<String, Set<AwaitView>> heard = bounded();

    private record Key(Scope scope, String customer) {}

    /**
     * @param most how many customers' are kept
     * @param ask asks the views
     * @param await answers once a view shows an event, or false if it does not in time
     */
    RememberedFacts(
            int most,
            BiFunction<Scope, String, CompletableFuture<Optional<CustomerFacts>>> ask,
            Function<AwaitView, CompletableFuture<Boolean>> await) {
        this.ask = ask;
        this.await = await;
        this.remembered =
                new LinkedHashMap<>(1024, 0.75f, true) {
                    @Override
                    protected boolean removeEldestEntry(
                            Map.Entry<Key, CompletableFuture<Optional<CustomerFacts>>> eldest) {
                        boolean full = size() > most;
                        if (full) {
                            unlink(eldest.getKey(), eldest.getValue());
                        }
                        return full;
                    }
                };
    }

    CompletableFuture<Optional<CustomerFacts>> of(Scope scope, String customer) {
        Key key = new Key(scope, customer);
        CompletableFuture<Optional<CustomerFacts>> asked = new CompletableFuture<>();
        synchronized (this) {
            CompletableFuture<Optional<CustomerFacts>> known = remembered.get(key);
            if (known != null) {
                return known;
            }
            remembered.put(key, asked);
            open.add(key);
        }
        var _ =
                shown(heardOf(List.of(name(scope))), name(scope))
                        .thenCompose(_ -> asked(key, 1))
                        .whenComplete((answer, failure) -> settle(key, asked, answer, failure));
        return asked;
    }

    /**
     * What the views say.
     *
     * @param isCurrent whether they show everything that was heard
     */
    private record Asked(Optional<CustomerFacts> facts, boolean isCurrent) {}

    private CompletableFuture<Asked> asked(Key key, int attempt) {
        return ask.apply(key.scope(), key.customer())
                .thenCompose(
                        facts -> {
                            List<String> entities =
                                    facts.map(f -> entities(key.scope(), f)).orElse(List.of());
                            Set<AwaitView> news = heardOf(entities);
                            if (news.isEmpty() || attempt == ATTEMPTS) {
                                return CompletableFuture.completedFuture(
                                        new Asked(facts, news.isEmpty()));
                            }
                            return shown(news, entities.toArray(String[]::new))
                                    .thenCompose(_ -> asked(key, attempt + 1));
                        });
    }

    private void settle(
            Key key,
            CompletableFuture<Optional<CustomerFacts>> asked,
            @Nullable Asked answer,
            @Nullable Throwable failure) {
        synchronized (this) {
            if (remembered.get(key) == asked) {
                open.remove(key);
                Optional<CustomerFacts> facts = answer == null ? Optional.empty() : answer.facts();
                List<String> entities = facts.map(f -> entities(key.scope(), f)).orElse(List.of());
                boolean current =
                        answer != null && answer.isCurrent() && heardOf(entities).isEmpty();
                // That there is nothing is not remembered: it may be there the next moment.
                if (facts.isEmpty() || !current) {
                    remembered.remove(key);
                } else {
                    entities.forEach(
                            id -> byEntity.computeIfAbsent(id, _ -> new HashSet<>()).add(key));
                }
            }
        }
        if (answer != null) {
            asked.complete(answer.facts());
        } else {
            asked.completeExceptionally(
                    failure == null ? new IllegalStateException("no answer") : failure);
        }
    }

    private synchronized Set<AwaitView> heardOf(List<String> entities) {
        Set<AwaitView> news = new HashSet<>();
        entities.forEach(entity -> news.addAll(heard.getOrDefault(entity, Set.of())));
        return news;
    }

    private CompletableFuture<Boolean> shown(Set<AwaitView> news, String... entities) {
        CompletableFuture<Boolean> all = CompletableFuture.completedFuture(true);
        for (AwaitView event : news) {
            all = all.thenCombine(await.apply(event), Boolean::logicalAnd);
        }
        return all.thenApply(
                yes -> {
                    if (yes) {
                        seen(news, entities);
                    }
                    return yes;
                });
    }

    private synchronized void seen(Set<AwaitView> news, String... entities) {
        for (String entity : entities) {
            Set<AwaitView> left = heard.get(entity);
            if (left != null) {
                left.removeAll(news);
                if (left.isEmpty()) {
                    heard.remove(entity);
                }
            }
        }
    }

    /** An event changed something of a customer or a subscription. */
    synchronized void changed(String entity, AwaitView event) {
        later(entity, event);
        Set<Key> affected = byEntity.remove(entity);
        if (affected != null) {
            List.copyOf(affected).forEach(this::forget);
        }
    }

    /** An event changed something that every customer of an environment may have to do with. */
    synchronized void changed(Scope scope, AwaitView event) {
        later(name(scope), event);
        Set<Key> affected = new HashSet<>(byEntity.getOrDefault(name(scope), Set.of()));
        open.stream().filter(key -> key.scope().equals(scope)).forEach(affected::add);
        affected.forEach(this::forget);
    }

    private void later(String entity, AwaitView event) {
        Set<AwaitView> events = heard.computeIfAbsent(entity, _ -> new HashSet<>());
        events.removeIf(e -> e.kind() == event.kind() && e.id().equals(event.id()));
        events.add(event);
    }

    private void forget(Key key) {
        CompletableFuture<Optional<CustomerFacts>> known = remembered.remove(key);
        open.remove(key);
        if (known != null) {
            unlink(key, known);
        }
    }

    private void unlink(Key key, CompletableFuture<Optional<CustomerFacts>> known) {
        if (known.isDone() && !known.isCompletedExceptionally()) {
            known.join()
                    .ifPresent(
                            facts -> entities(key.scope(), facts).forEach(id -> unlink(id, key)));
        }
    }

    private void unlink(String entity, Key key) {
        Set<Key> keys = byEntity.get(entity);
        if (keys != null) {
            keys.remove(key);
            if (keys.isEmpty()) {
                byEntity.remove(entity);
            }
        }
    }

    private static String name(Scope scope) {
        return scope.tenant() + "/" + scope.environment();
    }

    private static List<String> entities(Scope scope, CustomerFacts facts) {
        List<String> ids = new ArrayList<>();
        ids.add(name(scope));
        ids.add(facts.customer().value());
        facts.subscriptions().forEach(s -> ids.add(s.id().value()));
        facts.inherited().forEach(id -> ids.add(id.value()));
        return ids;
    }

    private static <V> Map<String, V> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > HEARD_MAX;
            }
        };
    }
}
