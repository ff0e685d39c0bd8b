package io.tallybook.command.bus;

import java.lang.ref.SoftReference;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.MetaData;

/**
 * What a long event holds, read from the store when somebody looks at it, and given up when memory
 * is short.
 */
final class LongEvent implements Message<Object> {
    /** Reads what an event holds. Errors: those of the store. */
    interface Payloads {
        Object of(String aggregate, long sequence);
    }

    private final String identifier;
    private final MetaData meta;
    private final Class<Object> type;
    private final Held held;

    private LongEvent(String identifier, MetaData meta, Class<Object> type, Held held) {
        this.identifier = identifier;
        this.meta = meta;
        this.type = type;
        this.held = held;
    }

    /** One for all who are handed the event. */
    private static final class Held {
        private final Payloads store;
        private final String aggregate;
        private final long sequence;
        private SoftReference<Object> payload = new SoftReference<>(null);

        Held(Payloads store, String aggregate, long sequence) {
            this.store = store;
            this.aggregate = aggregate;
            this.sequence = sequence;
        }

        synchronized Object payload() {
            Object known = payload.get();
            if (known == null) {
                known = store.of(aggregate, sequence);
                payload = new SoftReference<>(known);
            }
            return known;
        }
    }

    /** The same event, which keeps nothing of what it holds. */
    @SuppressWarnings("unchecked") // whatever it holds is an object
    static TrackedEventMessage<?> of(DomainEventMessage<?> event, Payloads store) {
        return new GenericTrackedDomainEventMessage<>(
                ((TrackedEventMessage<?>) event).trackingToken(),
                event.getType(),
                event.getAggregateIdentifier(),
                event.getSequenceNumber(),
                new LongEvent(
                        event.getIdentifier(),
                        event.getMetaData(),
                        (Class<Object>) event.getPayloadType(),
                        new Held(store, event.getAggregateIdentifier(), event.getSequenceNumber())),
                event::getTimestamp);
    }

    @Override
    public String getIdentifier() {
        return identifier;
    }

    @Override
    public MetaData getMetaData() {
        return meta;
    }

    @Override
    public Object getPayload() {
        return held.payload();
    }

    @Override
    public Class<Object> getPayloadType() {
        return type;
    }

    @Override
    public Message<Object> withMetaData(Map<String, ?> other) {
        return new LongEvent(identifier, MetaData.from(other), type, held);
    }

    @Override
    public Message<Object> andMetaData(Map<String, ?> more) {
        return new LongEvent(identifier, meta.mergedWith(more), type, held);
    }
}
