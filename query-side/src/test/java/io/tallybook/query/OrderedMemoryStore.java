package io.tallybook.query;

import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;

/**
 * Axon's event store in memory, whose events become visible in the order of their positions.
 *
 * <p>The engine itself hands the events of one append over in the order of a hash map. A processor
 * that reads meanwhile sees a later one first, moves its token past it, and never sees the earlier
 * ones.
 */
final class OrderedMemoryStore extends InMemoryEventStorageEngine {
    @Override
    public void appendEvents(List<? extends EventMessage<?>> events) {
        events.forEach(event -> super.appendEvents(List.of(event)));
    }
}
