package io.tallybook.query.view;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * Where a view is kept.
 *
 * @param <S> what the fold works on
 * @param <E> the events of the entity
 */
public interface Rows<S, E> {
    /**
     * What is stored of these entities; those that are not are left out.
     *
     * @param events all that will be folded, for rows that need more than their own entity's
     */
    Mono<Map<String, Versioned<S>>> load(Collection<String> ids, List<E> events);

    /** Stores all of it or nothing; what is stored at a later sequence already stays as it is. */
    Mono<Void> save(Collection<Versioned<S>> changed);

    /** What was stored may not be on the disk after all: nothing of it is remembered. */
    default void forget() {}

    /** Removes everything, so that a replay begins with nothing. */
    Mono<Void> clear();
}
