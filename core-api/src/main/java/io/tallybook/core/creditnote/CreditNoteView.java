package io.tallybook.core.creditnote;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;
import io.tallybook.core.creditnote.CreditNoteDocument.Kind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A credit note.
 *
 * @param kind absent until it is issued
 * @param number absent until it is issued
 */
@RecordBuilder
public record CreditNoteView(
        CreditNoteId id,
        Scope scope,
        CreditNoteDocument note,
        Status status,
        @Nullable Kind kind,
        @Nullable String number,
        @Nullable Instant issuedAt,
        @Nullable Instant voidedAt,
        Stamp stamp)
        implements View {

    /** Where a credit note stands. */
    public enum Status {
        DRAFT,
        FINALIZED,
        VOIDED
    }
}
