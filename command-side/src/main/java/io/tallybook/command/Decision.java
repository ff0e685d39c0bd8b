package io.tallybook.command;

import io.tallybook.core.EntityId;
import io.tallybook.core.Rejection;
import io.tallybook.core.Scope;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a decider answers to a command.
 *
 * @param <E> the events that may come of it: as narrow a type as the command allows
 */
public sealed interface Decision<E> {
    /** It happens. */
    record Accepted<E>(List<E> events) implements Decision<E> {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    /** It has happened before: a retry is silent success. */
    record AlreadyDone<E>() implements Decision<E> {}

    /** It does not happen, and the caller is told why. */
    record Refused<E>(Rejection rejection) implements Decision<E> {}

    static <E> Decision<E> accepted(E event) {
        return new Accepted<>(List.of(event));
    }

    static <E> Decision<E> accepted(List<E> events) {
        return new Accepted<>(events);
    }

    static <E> Decision<E> alreadyDone() {
        return new AlreadyDone<>();
    }

    static <E> Decision<E> refused(Rejection rejection) {
        return new Refused<>(rejection);
    }

    /** For an entity that must not be seen from the scope of the command. */
    static <E> Decision<E> notFound(String kind, EntityId id) {
        return refused(Rejection.notFound(kind, id.value()));
    }

    /** Refused if a rule is broken, otherwise this event. */
    static <E> Decision<E> unless(Optional<Rejection> broken, E event) {
        return broken.<Decision<E>>map(Refused::new).orElseGet(() -> accepted(event));
    }

    /**
     * A creation of what exists already: the same content again is a retry, other content a
     * conflict; from another scope it does not exist.
     */
    static <E> Decision<E> repeated(
            String kind, EntityId id, Scope owner, Scope caller, E before, E now) {
        if (!owner.equals(caller)) {
            return notFound(kind, id);
        }
        return before.equals(now) ? alreadyDone() : refused(Rejection.conflict(id.value()));
    }

    /** The same decision about other events. */
    default <F> Decision<F> map(Function<? super E, ? extends F> change) {
        return switch (this) {
            case Accepted<E>(var events) -> new Accepted<>(events.stream().<F>map(change).toList());
            case AlreadyDone<E>() -> new AlreadyDone<>();
            case Refused<E>(var rejection) -> new Refused<>(rejection);
        };
    }
}
