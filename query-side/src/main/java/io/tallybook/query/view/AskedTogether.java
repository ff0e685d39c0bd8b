package io.tallybook.query.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Asks for one thing at a time, and together for what waits at the same moment.
 *
 * <p>Nobody waits for company: as long as few questions are under way, one is asked at once. What
 * is asked for meanwhile goes with the next, which begins after it was asked for, so an answer is
 * never older than its question.
 */
final class AskedTogether<K, V> {
    private static final int UNDER_WAY_MAX = 4;
    private static final int TOGETHER_MAX = 100;

    private final Function<List<K>, Mono<Map<K, V>>> source;
    private final Queue<Waiting<K, V>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger underWay = new AtomicInteger();

    private record Waiting<K, V>(K key, CompletableFuture<Optional<V>> answer) {}

    /**
     * @param source what there is of these, which are different ones; the rest is left out
     */
    AskedTogether(Function<List<K>, Mono<Map<K, V>>> source) {
        this.source = source;
    }

    CompletableFuture<Optional<V>> one(K key) {
        Waiting<K, V> asked = new Waiting<>(key, new CompletableFuture<>());
        waiting.add(asked);
        ask();
        return asked.answer();
    }

    // Who leaves looks again after he has left: what came in between is asked for by him.
    private void ask() {
        while (!waiting.isEmpty() && entered()) {
            List<Waiting<K, V>> taken = new ArrayList<>();
            for (Waiting<K, V> next = waiting.poll(); next != null; next = waiting.poll()) {
                taken.add(next);
                if (taken.size() == TOGETHER_MAX) {
                    break;
                }
            }
            if (taken.isEmpty()) {
                underWay.decrementAndGet();
            } else {
                ask(taken);
            }
        }
    }

    private boolean entered() {
        for (int now = underWay.get(); now < UNDER_WAY_MAX; now = underWay.get()) {
            if (underWay.compareAndSet(now, now + 1)) {
                return true;
            }
        }
        return false;
    }

    private void ask(List<Waiting<K, V>> taken) {
        Mono.defer(() -> source.apply(taken.stream().map(Waiting::key).distinct().toList()))
                .subscribe(
                        found -> {
                            left();
                            taken.forEach(
                                    each ->
                                            each.answer()
                                                    .complete(
                                                            Optional.ofNullable(
                                                                    found.get(each.key()))));
                        },
                        failure -> {
                            left();
                            taken.forEach(each -> each.answer().completeExceptionally(failure));
                        });
    }

    private void left() {
        underWay.decrementAndGet();
        ask();
    }
}
