package io.tallybook.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.junit.jupiter.api.Test;

/** A long event is read once, and never taken for another one. */
class LongEventsTest {
    private static final SerializedType OPENED = new SimpleSerializedType("subscription", "1");

    private final LongEvents events = new LongEvents();
    private final AtomicInteger reads = new AtomicInteger();

    private static byte[] stored(String content) {
        return content.repeat(300_000).getBytes(StandardCharsets.UTF_8);
    }

    private Object reading() {
        reads.incrementAndGet();
        return new Object();
    }

    @Test
    void whatIsStoredAlikeIsReadOnce() {
        Object first = events.read(OPENED, stored("a"), this::reading);

        assertThat(events.read(OPENED, stored("a"), this::reading)).isSameAs(first);
        assertThat(reads).hasValue(1);
    }

    @Test
    void whatWasWrittenIsNotRead() {
        events.written(OPENED, stored("a"), "the event");

        assertThat(events.read(OPENED, stored("a"), this::reading)).isEqualTo("the event");
        assertThat(reads).hasValue(0);
    }

    @Test
    void anotherContentNameOrVersionIsAnotherEvent() {
        events.read(OPENED, stored("a"), this::reading);
        events.read(OPENED, stored("b"), this::reading);
        events.read(new SimpleSerializedType("subscription", "2"), stored("a"), this::reading);
        events.read(new SimpleSerializedType("invoice", "1"), stored("a"), this::reading);

        assertThat(reads).hasValue(4);
    }

    @Test
    void whatCouldNotBeReadIsTriedAgain() {
        assertThatThrownBy(
                        () ->
                                events.read(
                                        OPENED,
                                        stored("a"),
                                        () -> {
                                            throw new IllegalStateException("broken");
                                        }))
                .hasMessage("broken");

        events.read(OPENED, stored("a"), this::reading);
        assertThat(reads).hasValue(1);
    }

    @Test
    void whoeverAsksWhileItIsReadWaitsForIt() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService readers = Executors.newFixedThreadPool(4)) {
            Future<Object> first =
                    readers.submit(
                            () ->
                                    events.read(
                                            OPENED,
                                            stored("a"),
                                            () -> {
                                                begun.countDown();
                                                await(go);
                                                return reading();
                                            }));
            begun.await();
            Callable<Object> another = () -> events.read(OPENED, stored("a"), this::reading);
            List<Future<Object>> others = List.of(readers.submit(another), readers.submit(another));
            go.countDown();
            for (Future<Object> other : others) {
                assertThat(other.get()).isSameAs(first.get());
            }
        }
        assertThat(reads).hasValue(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException gone) {
            throw new IllegalStateException(gone);
        }
    }

    @Test
    void shortOnesAreNotKept() {
        assertThat(LongEvents.isLong(new byte[1024])).isFalse();
        assertThat(LongEvents.isLong(stored("a"))).isTrue();
        assertThat(LongEvents.isLong("text")).isFalse();
    }
}
