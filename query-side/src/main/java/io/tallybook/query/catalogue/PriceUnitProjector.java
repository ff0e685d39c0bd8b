package io.tallybook.query.catalogue;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.PriceUnitEvent;
import io.tallybook.core.catalogue.PriceUnitView;
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
import org.jspecify.annotations.Nullable;

/** Keeps the price units' view. */
@ProcessingGroup(CatalogueProcessor.NAME)
public final class PriceUnitProjector {
    /** Where they are kept. */
    public static final ViewTable<PriceUnitView> TABLE =
            ViewTable.of(
                    ViewKind.PRICE_UNIT,
                    PriceUnitView.class,
                    "view_price_unit",
                    List.of(
                            Column.text("name", view -> view.unit().name()),
                            Column.text("code", view -> held(view, view.unit().code())),
                            Column.text(
                                    "base_currency", view -> view.unit().baseCurrency().code())));

    private final Projection<PriceUnitView, PriceUnitEvent> projection;

    public PriceUnitProjector(ProjectionRoom room) {
        this.projection =
                new Projection<>(
                        ViewKind.PRICE_UNIT,
                        new PriceUnitFold(),
                        new TableRows<>(room.tables(), TABLE),
                        room);
    }

    // A deleted one no longer holds it.
    private static @Nullable String held(PriceUnitView view, String value) {
        return view.stamp().status() == EntityStatus.DELETED ? null : value;
    }

    @EventHandler
    void on(PriceUnitEvent event, DomainEventMessage<?> message) {
        projection.collect(event.priceUnitId().value(), event, message);
    }

    @ResetHandler
    void reset() {
        projection.clear();
    }
}
