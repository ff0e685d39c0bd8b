package io.tallybook.sagas;

import io.tallybook.core.Command;
import java.util.List;

/**
 * Where a process stands after an event, and what it asks for.
 *
 * @param commands in the order in which they are sent
 */
public record Step<S>(S state, List<Command> commands) {
    public Step {
        commands = List.copyOf(commands);
    }

    public static <S> Step<S> of(S state, Command... commands) {
        return new Step<>(state, List.of(commands));
    }
}
