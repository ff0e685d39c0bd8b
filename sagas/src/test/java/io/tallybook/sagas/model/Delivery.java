package io.tallybook.sagas.model;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.axonframework.common.Registration;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.SubscribableMessageSource;

/** Hands events to processes one at a time, when it is told to. */
final class Delivery implements SubscribableMessageSource<EventMessage<?>> {
    private final List<Consumer<List<? extends EventMessage<?>>>> takers =
            new CopyOnWriteArrayList<>();

    @Override
    public Registration subscribe(Consumer<List<? extends EventMessage<?>>> taker) {
        takers.add(taker);
        return () -> takers.remove(taker);
    }

    void deliver(EventMessage<?> event) {
        takers.forEach(taker -> taker.accept(List.of(event)));
    }
}
