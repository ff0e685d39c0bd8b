package io.tallybook.query.view;

import org.jspecify.annotations.Nullable;

/**
 * How one event changes what is seen of an entity: pure, so that a replay sees what was seen live.
 *
 * @param <S> what is seen
 * @param <E> the events of the entity
 */
@FunctionalInterface
public interface Fold<S, E> {
    S on(@Nullable S current, E event, Recorded info);

    /**
     * What the events before this one have made.
     *
     * <p>Errors: IllegalStateException naming the event if there were none.
     */
    static <S> S begun(@Nullable S current, Object event) {
        if (current == null) {
            throw new IllegalStateException(
                    "an entity begins with its creation, but the first event seen of it was "
                            + event);
        }
        return current;
    }
}
