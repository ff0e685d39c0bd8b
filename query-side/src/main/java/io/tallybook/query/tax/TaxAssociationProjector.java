package io.tallybook.query.tax;

import io.tallybook.core.ViewKind;
import io.tallybook.core.tax.TaxAssociationDocument;
import io.tallybook.core.tax.TaxAssociationEvent;
import io.tallybook.core.tax.TaxAssociationView;
import io.tallybook.query.discount.DiscountProcessor;
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

/** Keeps the tax associations' view. */
@ProcessingGroup(DiscountProcessor.NAME)
public final class TaxAssociationProjector {
    /** Where they are kept. */
    public static final ViewTable<TaxAssociationView> TABLE =
            ViewTable.of(
                    ViewKind.TAX_ASSOCIATION,
                    TaxAssociationView.class,
                    "view_tax_association",
                    List.of(
                            Column.id("tax_rate_id", v -> v.association().taxRateId()),
                            Column.oneOf(
                                    "entity_type",
                                    TaxAssociationDocument.Bearer.class,
                                    v -> v.association().bearer()),
                            Column.text("entity_id", v -> v.association().bearerId()),
                            Column.whole("priority", v -> (long) v.association().priority())));

    private final Projection<TaxAssociationView, TaxAssociationEvent> projection;

    public TaxAssociationProjector(ProjectionRoom room) {
        this.projection =
                new Projection<>(
                        ViewKind.TAX_ASSOCIATION,
                        new TaxAssociationFold(),
                        new TableRows<>(room.tables(), TABLE),
                        room);
    }

    @EventHandler
    void on(TaxAssociationEvent event, DomainEventMessage<?> message) {
        projection.collect(event.associationId().value(), event, message);
    }

    @ResetHandler
    void reset() {
        projection.clear();
    }
}
