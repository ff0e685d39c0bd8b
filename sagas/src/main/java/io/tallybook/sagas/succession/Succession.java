package io.tallybook.sagas.succession;

import io.tallybook.core.subscription.SubscriptionCommand.Create;
import io.tallybook.core.subscription.SubscriptionEvent.Cancelled;
import io.tallybook.core.subscription.Successor;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.ProcessCommands;
import java.util.Optional;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;

/**
 * Begins the subscription that takes the place of one that has ended.
 *
 * <p>The end says all that the other begins with, and what could not begin was refused before it:
 * so nothing is remembered here, and the end is not left behind before the other has begun. A
 * repeat begins nothing twice.
 */
@ProcessingGroup(Succession.PROCESSOR)
public final class Succession {
    public static final String PROCESSOR = "process.succession";
    private static final String NAME = "succession";

    private final ProcessCommands commands;

    public Succession(ProcessCommands commands) {
        this.commands = commands;
    }

    @EventHandler
    void on(Cancelled event, EventMessage<?> message) {
        Occurrence when = Occurrence.of(message);
        command(event, when).ifPresent(create -> commands.send(NAME, when, create));
    }

    static Optional<Create> command(Cancelled event, Occurrence when) {
        Successor next = event.successor();
        return next == null
                ? Optional.empty()
                : Optional.of(
                        new Create(next.id(), when.scope(), when.effectiveAt(), next.terms()));
    }
}
