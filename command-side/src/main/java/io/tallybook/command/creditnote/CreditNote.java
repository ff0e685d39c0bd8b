package io.tallybook.command.creditnote;

import static io.tallybook.command.Shell.settle;

import io.tallybook.command.uniqueness.NumberSeries;
import io.tallybook.core.Receipt;
import io.tallybook.core.creditnote.CreditNoteCommand;
import io.tallybook.core.creditnote.CreditNoteEvent;
import io.tallybook.core.creditnote.CreditNoteId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;

/** A credit note, in Axon's terms. */
@Aggregate(type = "credit_note", cache = "aggregateCache")
class CreditNote {
    @AggregateIdentifier
    @SuppressWarnings("NullAway.Init") // the first event fills it
    private CreditNoteId id;

    private CreditNoteState state = new CreditNoteState.Absent();

    CreditNote() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(CreditNoteCommand.Draft c) {
        return settle(c.creditNoteId(), CreditNoteDecider.draft(state, c));
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    Receipt handle(CreditNoteCommand.Issue c, NumberSeries numbers) {
        return settle(
                c.creditNoteId(),
                CreditNoteDecider.issue(state, c)
                        .map(
                                issue ->
                                        CreditNoteDecider.numbered(
                                                issue,
                                                numbers.next(
                                                        c.scope(),
                                                        CreditNoteDecider.series(c.at())))));
    }

    @CommandHandler
    Receipt handle(CreditNoteCommand.VoidNote c) {
        return settle(id, CreditNoteDecider.voidNote(state, c));
    }

    @EventSourcingHandler
    void on(CreditNoteEvent e) {
        id = e.creditNoteId();
        state = state.evolve(e);
    }
}
