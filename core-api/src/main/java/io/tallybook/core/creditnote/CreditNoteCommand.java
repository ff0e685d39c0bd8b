package io.tallybook.core.creditnote;

import io.tallybook.core.Command;
import io.tallybook.core.Scope;
import io.tallybook.core.creditnote.CreditNoteDocument.Kind;
import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a credit note. */
public sealed interface CreditNoteCommand extends Command {
    @TargetAggregateIdentifier
    CreditNoteId creditNoteId();

    /** Writes one that does nothing yet. */
    record Draft(CreditNoteId creditNoteId, Scope scope, Instant at, CreditNoteDocument note)
            implements CreditNoteCommand {}

    /** Gives it its number: the invoice has taken what it says into account. */
    record Issue(
            CreditNoteId creditNoteId, Scope scope, Instant at, CreditNoteDocument note, Kind kind)
            implements CreditNoteCommand {}

    /** Declares one void that does nothing yet, or whose invoice has taken it back. */
    record VoidNote(CreditNoteId creditNoteId, Scope scope, Instant at)
            implements CreditNoteCommand {}
}
