package io.tallybook.command.creditnote;

import io.tallybook.command.InvariantViolated;
import io.tallybook.core.Scope;
import io.tallybook.core.creditnote.CreditNoteDocument;
import io.tallybook.core.creditnote.CreditNoteEvent;

/** What a credit note is, as far as its rules need it. */
sealed interface CreditNoteState {
    /** It does not exist yet. */
    record Absent() implements CreditNoteState {}

    /** It does nothing yet. */
    record Draft(Scope scope, CreditNoteDocument note) implements CreditNoteState {}

    /** It has its number. */
    record Issued(Scope scope, CreditNoteDocument note) implements CreditNoteState {}

    /** It counts no longer. */
    record Voided(Scope scope, CreditNoteDocument note) implements CreditNoteState {}

    default CreditNoteState evolve(CreditNoteEvent event) {
        return switch (event) {
            case CreditNoteEvent.Drafted e -> new Draft(e.scope(), e.note());
            case CreditNoteEvent.Issued e -> new Issued(e.scope(), e.note());
            case CreditNoteEvent.Voided e ->
                    switch (this) {
                        case Draft(var scope, var note) -> new Voided(scope, note);
                        case Issued(var scope, var note) -> new Voided(scope, note);
                        case Voided voided -> voided;
                        case Absent absent ->
                                throw new InvariantViolated(
                                        "events_follow_the_life_cycle",
                                        e.creditNoteId(),
                                        absent,
                                        e);
                    };
        };
    }
}
