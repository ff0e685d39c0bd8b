package io.tallybook.app.axon;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.jspecify.annotations.Nullable;

/**
 * A stream without the events that its processor has no handler for; of several in a row the last
 * one is left, for its token says how far the processor has come.
 *
 * <p>Axon tells a stream which kinds of events to leave out, and the streams of its JDBC store do
 * not listen: every event goes into the queue of every segment of every processor.
 */
final class SkippingStream implements BlockingStream<TrackedEventMessage<?>> {
    // Among very many the processor hears of one now and then, and stores how far it is.
    private static final int ROW_MAX = 1_000;

    private final BlockingStream<TrackedEventMessage<?>> stream;
    private final Set<Class<?>> unheard = ConcurrentHashMap.newKeySet();
    private @Nullable TrackedEventMessage<?> lastOfRow;
    private int skipped; // since one was taken from here

    SkippingStream(BlockingStream<TrackedEventMessage<?>> stream) {
        this.stream = stream;
    }

    @Override
    public void skipMessagesWithPayloadTypeOf(TrackedEventMessage<?> message) {
        unheard.add(message.getPayloadType());
    }

    @Override
    public Optional<TrackedEventMessage<?>> peek() {
        while (skipped < ROW_MAX) {
            Optional<TrackedEventMessage<?>> next = stream.peek();
            if (next.isEmpty()) {
                break;
            }
            if (!unheard.contains(next.get().getPayloadType())) {
                lastOfRow = null;
                return next;
            }
            lastOfRow = taken();
            skipped++;
        }
        return Optional.ofNullable(lastOfRow);
    }

    // Only what is there already: nobody is waited for.
    private @Nullable TrackedEventMessage<?> taken() {
        try {
            return stream.nextAvailable();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return lastOfRow;
        }
    }

    @Override
    public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
        return peek().isPresent() || (stream.hasNextAvailable(timeout, unit) && peek().isPresent());
    }

    @Override
    public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
        peek();
        TrackedEventMessage<?> last = lastOfRow;
        lastOfRow = null;
        skipped = 0;
        return last == null ? stream.nextAvailable() : last;
    }

    @Override
    public boolean setOnAvailableCallback(Runnable callback) {
        return stream.setOnAvailableCallback(callback);
    }

    @Override
    public void close() {
        stream.close();
    }
}
