package io.tallybook.command.creditnote;

import static io.tallybook.command.Some.CUSTOMER;
import static io.tallybook.command.Some.INVOICE;
import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.SUBSCRIPTION;
import static io.tallybook.command.Some.USD;
import static io.tallybook.command.Some.invoiceLine;
import static io.tallybook.command.Some.ulid;
import static io.tallybook.command.Some.usd;

import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.creditnote.CreditNoteCommand;
import io.tallybook.core.creditnote.CreditNoteDocument;
import io.tallybook.core.creditnote.CreditNoteDocument.Kind;
import io.tallybook.core.creditnote.CreditNoteEvent;
import io.tallybook.core.creditnote.CreditNoteId;
import io.tallybook.core.creditnote.CreditNoteLineId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CreditNoteTest {
    private static final CreditNoteId ID = CreditNoteId.of(ulid("note"));
    private static final CreditNoteDocument NOTE = note("5.00");
    private static final CreditNoteEvent DRAFTED = new CreditNoteEvent.Drafted(ID, SCOPE, NOTE);
    private static final CreditNoteCommand ISSUE =
            new CreditNoteCommand.Issue(ID, SCOPE, NOW, NOTE, Kind.ADJUSTMENT);
    private static final CreditNoteEvent ISSUED =
            new CreditNoteEvent.Issued(ID, SCOPE, NOTE, Kind.ADJUSTMENT, "CN-202311-00001", NOW);
    private static final CreditNoteCommand VOID = new CreditNoteCommand.VoidNote(ID, SCOPE, NOW);
    private static final CreditNoteEvent VOIDED = new CreditNoteEvent.Voided(ID, NOW);

    private static Spec<CreditNote> note() {
        return Spec.of(CreditNote.class);
    }

    private static CreditNoteDocument note(String amount) {
        return new CreditNoteDocument(
                INVOICE,
                CUSTOMER,
                SUBSCRIPTION,
                USD,
                CreditNoteDocument.Reason.BILLING_ERROR,
                List.of(
                        new CreditNoteDocument.Line(
                                CreditNoteLineId.of(ulid("note line")),
                                invoiceLine("base"),
                                "Fee",
                                usd(amount),
                                Map.of())),
                "sorry",
                null,
                Map.of());
    }

    private static CreditNoteCommand draft(CreditNoteDocument note) {
        return new CreditNoteCommand.Draft(ID, SCOPE, NOW, note);
    }

    @Test
    void aDraftIsWrittenOnce() {
        note().when(draft(NOTE)).happens(ID, DRAFTED);
        note().given(DRAFTED).when(draft(NOTE)).nothingHappens(ID);
        note().given(DRAFTED).when(draft(note("6.00"))).isRefused(Reason.CONFLICT, ID.value());
        note().given(ISSUED).when(draft(NOTE)).nothingHappens(ID);
        note().given(new CreditNoteEvent.Drafted(ID, OTHER_SCOPE, NOTE))
                .when(draft(NOTE))
                .isNotFound();
    }

    @Test
    void itGetsItsNumberOnceWithOrWithoutADraft() {
        note().when(ISSUE).happens(ID, ISSUED);
        note().given(DRAFTED).when(ISSUE).happens(ID, ISSUED);
        note().given(ISSUED).when(ISSUE).nothingHappens(ID);
        note().given(ISSUED, VOIDED).when(ISSUE).nothingHappens(ID);
    }

    @Test
    void numbersHaveNoGaps() {
        Spec<CreditNote> series = note();
        series.when(ISSUE).happens(ID, ISSUED);
        series.when(ISSUE)
                .happens(
                        ID,
                        new CreditNoteEvent.Issued(
                                ID, SCOPE, NOTE, Kind.ADJUSTMENT, "CN-202311-00002", NOW));
    }

    @Test
    void itIsVoidedOnce() {
        note().given(DRAFTED).when(VOID).happens(ID, VOIDED);
        note().given(ISSUED).when(VOID).happens(ID, VOIDED);
        note().given(ISSUED, VOIDED).when(VOID).nothingHappens(ID);
        note().when(VOID).doesNotExist();
        note().given(new CreditNoteEvent.Drafted(ID, OTHER_SCOPE, NOTE)).when(VOID).isNotFound();
    }
}
