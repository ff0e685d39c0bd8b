package io.tallybook.command.bus;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.EventStreamUtils;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.jspecify.annotations.Nullable;

/**
 * Axon's engine without the reads whose answer is known to be nothing, and with long events left
 * where they are until somebody looks at them.
 */
public final class EventEngine extends JdbcEventStorageEngine {
    private final long coalesceNanos;
    private volatile long tailedAt;

    /**
     * @param coalesce how long further events are gathered after the tail was read, before it is
     *     read again: many small batches cost more, in reads and in tokens written, than they gain
     */
    public EventEngine(Builder builder, Duration coalesce) {
        super(
                builder.readEventDataWithGaps(StreamedEvents::read)
                        .readEventDataWithoutGaps(
                                (connection, schema, after, most) ->
                                        StreamedEvents.read(
                                                connection, schema, after, most, List.of())));
        this.coalesceNanos = coalesce.toNanos();
        this.tailedAt = System.nanoTime() - coalesceNanos;
    }

    @Override
    public DomainEventStream readEvents(String aggregateIdentifier, long firstSequenceNumber) {
        return Beginners.has(aggregateIdentifier)
                ? DomainEventStream.empty()
                : super.readEvents(aggregateIdentifier, firstSequenceNumber);
    }

    @Override
    public Stream<? extends TrackedEventMessage<?>> readEvents(
            @Nullable TrackingToken after, boolean mayBlock) {
        return readEventData(after, mayBlock).flatMap(this::message);
    }

    private Stream<? extends TrackedEventMessage<?>> message(TrackedEventData<?> stored) {
        Stream<TrackedEventMessage<?>> message =
                EventUtils.upcastAndDeserializeTrackedEvents(
                        Stream.of(stored), getEventSerializer(), upcasterChain);
        return StreamedEvents.isLeft(stored)
                ? message.map(event -> LongEvent.of((DomainEventMessage<?>) event, this::payload))
                : message;
    }

    private Object payload(String aggregate, long sequence) {
        DomainEventMessage<?> event =
                EventStreamUtils.upcastAndDeserializeDomainEvents(
                                fetchDomainEvents(aggregate, sequence, 1).stream(),
                                getEventSerializer(),
                                upcasterChain)
                        .next();
        if (event.getSequenceNumber() != sequence) {
            throw new IllegalStateException(
                    "event %d of %s is not in the store".formatted(sequence, aggregate));
        }
        return event.getPayload();
    }

    /** Whoever tails comes again by itself: it need not be told each time that nothing follows. */
    @Override
    protected Stream<? extends TrackedEventData<?>> readEventData(
            @Nullable TrackingToken after, boolean tailing) {
        if (!tailing) {
            return super.readEventData(after, false);
        }
        LockSupport.parkNanos(tailedAt + coalesceNanos - System.nanoTime());
        tailedAt = System.nanoTime();
        return fetchTrackedEvents(after, batchSize()).stream();
    }

    /** No aggregate is set up to make snapshots. Whoever sets one up removes this. */
    @Override
    protected Stream<? extends DomainEventData<?>> readSnapshotData(String aggregateIdentifier) {
        return Stream.empty();
    }
}
