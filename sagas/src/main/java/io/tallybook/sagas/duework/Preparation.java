package io.tallybook.sagas.duework;

import io.tallybook.core.Scope;
import java.util.List;

/** Collects what a batch of due items of one kind needs. */
@FunctionalInterface
public interface Preparation {
    /**
     * Shapes: one answer for each item. Errors: whatever is thrown holds for the whole batch, which
     * is tried again.
     */
    List<Prepared> prepare(Scope scope, List<DueItem> items);

    /**
     * Collects nothing, but has everything seen that was done before: for what must not be done if
     * something else has come first.
     */
    static Preparation ofNothing() {
        return (_, items) ->
                items.stream()
                        .<Prepared>map(item -> new Prepared.Ready(item, DutyCommand.of(item)))
                        .toList();
    }
}
