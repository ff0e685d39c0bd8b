package io.tallybook.query.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tallybook.core.AwaitView;
import io.tallybook.core.ViewKind;
import io.tallybook.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class WaitingTest {
    private static final long LONG = 60_000;
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofMillis(5);

    private final Map<String, Long> table = new ConcurrentHashMap<>();
    private final AtomicInteger lookUps = new AtomicInteger();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void aWaiterIsToldAsSoonAsItsVersionIsStored() {
        Waiting waiting = waiting(NEVER);
        CompletableFuture<Boolean> first = waiting.await(customer("a", 1));
        CompletableFuture<Boolean> second = waiting.await(customer("a", 2));

        waiting.committed(ViewKind.CUSTOMER, Map.of("a", 1L, "b", 7L));

        assertThat(first).isCompletedWithValue(true);
        assertThat(second).isNotDone();
        waiting.committed(ViewKind.CUSTOMER, Map.of("a", 5L));
        assertThat(second).isCompletedWithValue(true);
        assertThat(lookUps).hasValue(0);
    }

    @Test
    void whatWasStoredBeforeIsAnsweredAtOnce() {
        Waiting waiting = waiting(NEVER);
        waiting.committed(ViewKind.CUSTOMER, Map.of("a", 3L));
        waiting.committed(ViewKind.CUSTOMER, Map.of("a", 2L));

        assertThat(waiting.await(customer("a", 3))).isCompletedWithValue(true);
        assertThat(waiting.await(customer("a", 4))).isNotDone();
        assertThat(waiting.await(new AwaitView(ViewKind.WALLET, "a", 3, LONG))).isNotDone();
        assertThat(waiting.await(customer("new", -1))).isCompletedWithValue(true);
    }

    @Test
    void anEmptiedViewIsNoLongerTrusted() {
        Waiting waiting = waiting(NEVER);
        waiting.committed(ViewKind.CUSTOMER, Map.of("a", 3L));

        waiting.forget(ViewKind.CUSTOMER);

        assertThat(waiting.await(customer("a", 3))).isNotDone();
    }

    @Test
    void whatAnotherInstanceStoredIsFoundByLookingUp() {
        Waiting waiting = waiting(SOON);
        List<CompletableFuture<Boolean>> many = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            many.add(waiting.await(customer("a" + i, 1)));
        }
        for (int i = 0; i < 500; i++) {
            table.put("a" + i, 1L);
        }

        many.forEach(each -> assertThat(each.orTimeout(30, TimeUnit.SECONDS).join()).isTrue());
        assertThat(lookUps.get()).isLessThan(500);
    }

    @Test
    void theBoundIsAnsweredWithFalse() {
        Waiting waiting = waiting(SOON);

        assertThat(
                        waiting.await(new AwaitView(ViewKind.CUSTOMER, "a", 1, 20))
                                .orTimeout(30, TimeUnit.SECONDS)
                                .join())
                .isFalse();
    }

    @Test
    void nothingIsLeftOfWaitsThatAreOver() {
        Waiting waiting = waiting(SOON);
        CompletableFuture<Boolean> told = waiting.await(customer("a", 1));
        CompletableFuture<Boolean> late =
                waiting.await(new AwaitView(ViewKind.CUSTOMER, "b", 1, 1));
        waiting.committed(ViewKind.CUSTOMER, Map.of("a", 1L));

        CompletableFuture.allOf(told, late).orTimeout(30, TimeUnit.SECONDS).join();

        Eventually.within(
                Duration.ofSeconds(30),
                () -> assertThat(registry.get("tallybook.view.waiting").gauge().value()).isZero());
    }

    @Test
    void aFailedLookUpIsTriedAgain() {
        AtomicInteger failures = new AtomicInteger();
        Waiting waiting =
                new Waiting(
                        (_, ids) ->
                                failures.incrementAndGet() < 3
                                        ? Mono.error(new IllegalStateException("away"))
                                        : Mono.just(Map.of("a", 1L)),
                        SOON,
                        registry);

        assertThat(waiting.await(customer("a", 1)).orTimeout(30, TimeUnit.SECONDS).join()).isTrue();
    }

    private Waiting waiting(Duration pollEvery) {
        return new Waiting(
                (_, ids) -> {
                    lookUps.incrementAndGet();
                    Map<String, Long> found = new ConcurrentHashMap<>(table);
                    found.keySet().retainAll(ids);
                    return Mono.just(found);
                },
                pollEvery,
                registry);
    }

    private static AwaitView customer(String id, long version) {
        return new AwaitView(ViewKind.CUSTOMER, id, version, LONG);
    }
}
