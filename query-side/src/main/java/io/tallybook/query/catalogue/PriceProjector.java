package io.tallybook.query.catalogue;

import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceEvent;
import io.tallybook.core.catalogue.PriceView;
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

/** Keeps the prices' view. */
@ProcessingGroup(CatalogueProcessor.NAME)
public final class PriceProjector {
    /** Where they are kept. */
    public static final ViewTable<PriceView> TABLE =
            ViewTable.of(
                    ViewKind.PRICE,
                    PriceView.class,
                    "view_price",
                    List.of(
                            Column.id("plan_id", view -> view.price().planId()),
                            Column.id("meter_id", view -> view.price().meterId()),
                            Column.oneOf(
                                    "type", PriceDocument.Type.class, view -> view.price().type()),
                            Column.oneOf(
                                    "billing_model",
                                    PriceDocument.BillingModel.class,
                                    view -> view.price().billingModel()),
                            Column.text("currency", view -> view.price().currency().code()),
                            Column.text("lookup_key", view -> view.price().lookupKey())));

    private final Projection<PriceView, PriceEvent> projection;

    public PriceProjector(ProjectionRoom room) {
        this.projection =
                new Projection<>(
                        ViewKind.PRICE,
                        new PriceFold(),
                        new TableRows<>(room.tables(), TABLE),
                        room);
    }

    @EventHandler
    void on(PriceEvent event, DomainEventMessage<?> message) {
        projection.collect(event.priceId().value(), event, message);
    }

    @ResetHandler
    void reset() {
        projection.clear();
    }
}
