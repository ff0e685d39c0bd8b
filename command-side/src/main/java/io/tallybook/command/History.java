package io.tallybook.command;

import io.tallybook.core.EntityId;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;

/**
 * What happened to an aggregate before, by its place: what a state need not carry along, since it
 * stands in the events for ever and is asked for rarely.
 *
 * @param <E> the events of the aggregate
 */
@FunctionalInterface
public interface History<E> {
    /**
     * The event at a place, from 0; those of the command's own unit of work are among them.
     *
     * <p>Errors: InvariantViolated if there is none.
     */
    E at(long place);

    /** The history of one aggregate, as it is stored. */
    static <E> History<E> of(EventStore store, EntityId aggregate, Class<E> events) {
        return place ->
                store.readEvents(aggregate.value(), place)
                        .asStream()
                        .filter(event -> event.getSequenceNumber() == place)
                        .findFirst()
                        .map(DomainEventMessage::getPayload)
                        .map(events::cast)
                        .orElseThrow(
                                () ->
                                        new InvariantViolated(
                                                "a_place_in_history_has_an_event",
                                                aggregate,
                                                place,
                                                "no event"));
    }
}
