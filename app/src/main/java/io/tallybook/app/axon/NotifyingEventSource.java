package io.tallybook.app.axon;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The event store, with a word to the processors as soon as something is appended.
 *
 * <p>The streams of Axon's JDBC store cannot tell that there is something new, so that a pooled
 * processor looks every 500 ms. One thread here tails the store, is woken by every append of this
 * JVM, and tells them all at once.
 */
class NotifyingEventSource
        implements StreamableMessageSource<TrackedEventMessage<?>>, SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(NotifyingEventSource.class);
    private static final Duration AFTER_A_FAILURE = Duration.ofMillis(500);

    private final EventStore store;
    private final Set<Runnable> callbacks = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Thread sentinel;

    NotifyingEventSource(EventStore store) {
        this.store = store;
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken token) {
        return new NotifyingStream(new SkippingStream(store.openStream(token)));
    }

    @Override
    public TrackingToken createTailToken() {
        return store.createTailToken();
    }

    @Override
    public TrackingToken createHeadToken() {
        return store.createHeadToken();
    }

    @Override
    public TrackingToken createTokenAt(Instant at) {
        return store.createTokenAt(at);
    }

    @Override
    public TrackingToken createTokenSince(Duration duration) {
        return store.createTokenSince(duration);
    }

    @Override
    public void start() {
        Thread thread = Thread.ofPlatform().daemon().name("event-sentinel").unstarted(this::watch);
        sentinel = thread;
        thread.start();
    }

    @Override
    public void stop() {
        Thread thread = sentinel;
        sentinel = null;
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return sentinel != null;
    }

    /** Before the processors start, after they have stopped. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 1000;
    }

    private void watch() {
        while (isMine()) {
            try {
                tail();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn(
                        "The event store cannot be tailed; processors look for themselves until it"
                                + " can",
                        e);
                if (!pause(AFTER_A_FAILURE)) {
                    return;
                }
            }
        }
    }

    private void tail() throws InterruptedException {
        try (BlockingStream<TrackedEventMessage<?>> events =
                store.openStream(store.createHeadToken())) {
            while (isMine()) {
                if (!events.hasNextAvailable(1, TimeUnit.SECONDS)) {
                    continue;
                }
                while (events.hasNextAvailable()) {
                    events.nextAvailable();
                }
                callbacks.forEach(Runnable::run);
            }
        }
    }

    private boolean isMine() {
        return sentinel == Thread.currentThread();
    }

    private static boolean pause(Duration duration) {
        try {
            Thread.sleep(duration);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A stream of the store that keeps the callback which the store's own would ignore. */
    private final class NotifyingStream implements BlockingStream<TrackedEventMessage<?>> {
        private final BlockingStream<TrackedEventMessage<?>> stream;
        private volatile @Nullable Runnable callback;

        NotifyingStream(BlockingStream<TrackedEventMessage<?>> stream) {
            this.stream = stream;
        }

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            return stream.peek();
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
            return stream.hasNextAvailable(timeout, unit);
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
            return stream.nextAvailable();
        }

        @Override
        public void skipMessagesWithPayloadTypeOf(TrackedEventMessage<?> message) {
            stream.skipMessagesWithPayloadTypeOf(message);
        }

        @Override
        public boolean setOnAvailableCallback(Runnable told) {
            forget();
            callback = told;
            callbacks.add(told);
            return true;
        }

        @Override
        public void close() {
            forget();
            stream.close();
        }

        private void forget() {
            Runnable old = callback;
            if (old != null) {
                callbacks.remove(old);
            }
        }
    }
}
