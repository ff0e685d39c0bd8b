package io.tallybook.core.creditnote;

import io.tallybook.core.Scope;
import io.tallybook.core.creditnote.CreditNoteDocument.Kind;
import java.time.Instant;

/** What happened to a credit note. */
public sealed interface CreditNoteEvent {
    CreditNoteId creditNoteId();

    /** One was written that does nothing yet. */
    record Drafted(CreditNoteId creditNoteId, Scope scope, CreditNoteDocument note)
            implements CreditNoteEvent {}

    /** It got its number and holds. */
    record Issued(
            CreditNoteId creditNoteId,
            Scope scope,
            CreditNoteDocument note,
            Kind kind,
            String number,
            Instant issuedAt)
            implements CreditNoteEvent {}

    /** It was declared void. */
    record Voided(CreditNoteId creditNoteId, Instant voidedAt) implements CreditNoteEvent {}
}
