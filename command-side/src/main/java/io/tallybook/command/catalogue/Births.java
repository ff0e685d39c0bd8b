package io.tallybook.command.catalogue;

import io.tallybook.core.EntityId;
import java.util.concurrent.Callable;
import org.axonframework.modelling.command.AggregateLifecycle;

/** Aggregates that are made in the transaction of another one's command. */
final class Births {
    private Births() {}

    static <A> void make(Class<A> type, EntityId id, Callable<A> birth) {
        try {
            AggregateLifecycle.createNew(type, birth);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(id + " was not made", e);
        }
    }
}
