package io.tallybook.query.creditnote;

import io.tallybook.core.ViewKind;
import io.tallybook.core.creditnote.CreditNoteEvent;
import io.tallybook.core.creditnote.CreditNoteView;
import io.tallybook.query.view.Column;
import io.tallybook.query.view.Projection;
import io.tallybook.query.view.ProjectionRoom;
import io.tallybook.query.view.TableRows;
import io.tallybook.query.view.ViewTable;
import java.util.List;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;

/** Keeps the credit notes' view. */
@ProcessingGroup(CreditNoteProjector.PROCESSOR)
public final class CreditNoteProjector {
    public static final String PROCESSOR = "projection.credit-note";

    /** Where they are kept. */
    public static final ViewTable<CreditNoteView> TABLE =
            ViewTable.of(
                    ViewKind.CREDIT_NOTE,
                    CreditNoteView.class,
                    "view_credit_note",
                    List.of(
                            Column.id("invoice_id", view -> view.note().invoiceId()),
                            Column.id("customer_id", view -> view.note().customerId()),
                            Column.oneOf(
                                    "status", CreditNoteView.Status.class, view -> view.status()),
                            Column.text("number", CreditNoteView::number),
                            Column.text("currency", view -> view.note().currency().code())),
                    List.of(Column.numeric("total", view -> view.note().total().toDecimal())));

    private final Projection<CreditNoteView, CreditNoteEvent> projection;

    public CreditNoteProjector(ProjectionRoom room) {
        this.projection =
                new Projection<>(
                        ViewKind.CREDIT_NOTE,
                        new CreditNoteFold(),
                        new TableRows<>(room.tables(), TABLE),
                        room);
    }

    @EventHandler
    void on(CreditNoteEvent event, DomainEventMessage<?> message) {
        projection.collect(event.creditNoteId().value(), event, message);
    }

    @ResetHandler
    void reset() {
        projection.clear();
    }
}
