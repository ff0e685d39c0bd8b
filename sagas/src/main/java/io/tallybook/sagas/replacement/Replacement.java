package io.tallybook.sagas.replacement;

import io.tallybook.core.invoice.InvoiceCommand.Open;
import io.tallybook.core.invoice.InvoiceEvent.Voided;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.sagas.Occurrence;
import io.tallybook.sagas.ProcessCommands;
import java.util.Optional;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;

/**
 * Opens the invoice that stands in the place of a void one.
 *
 * <p>Its id follows from the void one, so a repeat opens nothing twice.
 */
@ProcessingGroup(Replacement.PROCESSOR)
public final class Replacement {
    public static final String PROCESSOR = "process.replacement";
    private static final String NAME = "replacement";

    private final ProcessCommands commands;

    public Replacement(ProcessCommands commands) {
        this.commands = commands;
    }

    @EventHandler
    void on(Voided event, EventMessage<?> message) {
        Occurrence when = Occurrence.of(message);
        command(event, when).ifPresent(open -> commands.send(NAME, when, open));
    }

    static Optional<Open> command(Voided event, Occurrence when) {
        InvoiceOpening replacement = event.replacement();
        return replacement == null
                ? Optional.empty()
                : Optional.of(
                        new Open(
                                InvoiceId.derived(replacement),
                                when.scope(),
                                event.voidedAt(),
                                replacement));
    }
}
