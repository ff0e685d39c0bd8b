package io.tallybook.query.creditnote;

import io.tallybook.core.creditnote.CreditNoteEvent;
import io.tallybook.core.creditnote.CreditNoteView;
import io.tallybook.core.creditnote.CreditNoteView.Status;
import io.tallybook.core.creditnote.CreditNoteViewBuilder;
import io.tallybook.query.view.Fold;
import io.tallybook.query.view.Recorded;
import org.jspecify.annotations.Nullable;

/** What is seen of a credit note. */
public final class CreditNoteFold implements Fold<CreditNoteView, CreditNoteEvent> {
    @Override
    public CreditNoteView on(
            @Nullable CreditNoteView current, CreditNoteEvent event, Recorded info) {
        return switch (event) {
            case CreditNoteEvent.Drafted e ->
                    new CreditNoteView(
                            e.creditNoteId(),
                            e.scope(),
                            e.note(),
                            Status.DRAFT,
                            null,
                            null,
                            null,
                            null,
                            info.firstStamp());
            case CreditNoteEvent.Issued e ->
                    new CreditNoteView(
                            e.creditNoteId(),
                            e.scope(),
                            e.note(),
                            Status.FINALIZED,
                            e.kind(),
                            e.number(),
                            e.issuedAt(),
                            null,
                            current == null ? info.firstStamp() : info.stampAfter(current.stamp()));
            case CreditNoteEvent.Voided e -> voided(Fold.begun(current, event), e, info);
        };
    }

    private static CreditNoteView voided(
            CreditNoteView before, CreditNoteEvent.Voided e, Recorded info) {
        return CreditNoteViewBuilder.builder(before)
                .status(Status.VOIDED)
                .voidedAt(e.voidedAt())
                .stamp(info.stampAfter(before.stamp()))
                .build();
    }
}
