package io.tallybook.query.view;

import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;

/** The events of one entity, as the event store has them. */
public interface EntityEvents {
    /** All with a sequence below {@code end}, in order. */
    List<? extends DomainEventMessage<?>> before(String id, long end);
}
