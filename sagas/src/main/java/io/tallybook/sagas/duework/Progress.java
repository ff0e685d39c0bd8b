package io.tallybook.sagas.duework;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.WrappedToken;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/** How far processors of this JVM have come in the event store. */
public final class Progress {
    private static final Duration POLL = Duration.ofMillis(5);
    // An event, the command that a process answers it with, and the event of that command.
    private static final int ROUNDS = 2;

    private final StreamableMessageSource<TrackedEventMessage<?>> store;
    private final @Nullable EventStorageEngine engine;
    private final EventProcessingConfiguration processing;
    private final List<String> processors;

    /**
     * @param engine the store's engine if it is one of SQL, whose events may commit out of order;
     *     none for Axon Server, whose order has no gaps
     * @param processors the names of those that are waited for; each must run in this JVM
     */
    public Progress(
            StreamableMessageSource<TrackedEventMessage<?>> store,
            @Nullable EventStorageEngine engine,
            EventProcessingConfiguration processing,
            List<String> processors) {
        this.store = store;
        this.engine = engine;
        this.processing = processing;
        this.processors = List.copyOf(processors);
    }

    /**
     * Waits until everything that is recorded now, and what processes at once make of it, has been
     * processed.
     *
     * @return whether it came about within {@code bound}
     */
    boolean await(Duration bound) throws InterruptedException {
        long end = System.nanoTime() + bound.toNanos();
        for (int round = 0; round < ROUNDS; round++) {
            @Nullable TrackingToken head = store.createHeadToken();
            while (!haveReached(head)) {
                if (System.nanoTime() - end > 0) {
                    return false;
                }
                Thread.sleep(POLL);
            }
        }
        return true;
    }

    /** Whether everything is processed and nothing was recorded meanwhile: nothing is under way. */
    boolean isQuiet() {
        @Nullable TrackingToken head = store.createHeadToken();
        return haveReached(head) && Objects.equals(head, store.createHeadToken());
    }

    private boolean haveReached(@Nullable TrackingToken head) {
        return processors.stream().allMatch(name -> hasReached(name, head));
    }

    private boolean hasReached(String name, @Nullable TrackingToken head) {
        Optional<StreamingEventProcessor> processor =
                processing.eventProcessor(name, StreamingEventProcessor.class);
        Collection<EventTrackerStatus> segments =
                processor.map(p -> p.processingStatus().values()).orElse(List.of());
        return isWhole(segments)
                && segments.stream().allMatch(s -> hasReached(s.getTrackingToken(), head));
    }

    /** Whether these are all segments of a processor: a mask of n bits covers one part in 2^n. */
    private static boolean isWhole(Collection<EventTrackerStatus> segments) {
        long whole = 1L << Integer.SIZE;
        long covered =
                segments.stream()
                        .mapToLong(
                                s -> whole / (Integer.toUnsignedLong(s.getSegment().getMask()) + 1))
                        .sum();
        return covered == whole;
    }

    private boolean hasReached(@Nullable TrackingToken token, @Nullable TrackingToken head) {
        if (head == null) {
            return true;
        }
        @Nullable TrackingToken position =
                token == null ? null : WrappedToken.unwrapLowerBound(token);
        if (position == null) {
            return false;
        }
        return position.covers(head)
                || (position instanceof GapAwareTrackingToken at
                        && head instanceof GapAwareTrackingToken last
                        && at.getIndex() >= last.getIndex()
                        && !isGapFilled(at));
    }

    /**
     * A gap behind the position is a transaction that was rolled back, or one that has committed
     * late and whose event is still to come. What goes on from here is read with the latter first.
     *
     * <p>Asked of the engine: a stream of the store may serve from memory, where the late event is
     * not to be seen yet.
     */
    private boolean isGapFilled(GapAwareTrackingToken at) {
        if (engine == null) {
            return true;
        }
        try (Stream<? extends TrackedEventMessage<?>> rest = engine.readEvents(at, false)) {
            return rest.findFirst()
                    .map(event -> WrappedToken.unwrapLowerBound(event.trackingToken()))
                    .filter(GapAwareTrackingToken.class::isInstance)
                    .map(GapAwareTrackingToken.class::cast)
                    .filter(next -> next.getIndex() == at.getIndex())
                    .isPresent();
        }
    }
}
