package io.tallybook.query.tax;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.ViewKind;
import io.tallybook.core.tax.TaxRateDocument;
import io.tallybook.core.tax.TaxRateEvent;
import io.tallybook.core.tax.TaxRateView;
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
import org.jspecify.annotations.Nullable;

/** Keeps the tax rates' view. */
@ProcessingGroup(DiscountProcessor.NAME)
public final class TaxRateProjector {
    /** Where they are kept. */
    public static final ViewTable<TaxRateView> TABLE =
            ViewTable.of(
                    ViewKind.TAX_RATE,
                    TaxRateView.class,
                    "view_tax_rate",
                    List.of(
                            Column.text("name", view -> view.rate().name()),
                            Column.text("code", view -> held(view, view.rate().code())),
                            Column.oneOf(
                                    "scope", TaxRateDocument.Reach.class, v -> v.rate().scope()),
                            Column.oneOf("type", TaxRateDocument.Type.class, v -> v.rate().type()),
                            Column.oneOf(
                                    "status",
                                    TaxRateDocument.Status.class,
                                    v -> v.rate().status())));

    private final Projection<TaxRateView, TaxRateEvent> projection;

    public TaxRateProjector(ProjectionRoom room) {
        this.projection =
                new Projection<>(
                        ViewKind.TAX_RATE,
                        new TaxRateFold(),
                        new TableRows<>(room.tables(), TABLE),
                        room);
    }

    // A deleted one no longer holds it.
    private static @Nullable String held(TaxRateView view, String value) {
        return view.stamp().status() == EntityStatus.DELETED ? null : value;
    }

    @EventHandler
    void on(TaxRateEvent event, DomainEventMessage<?> message) {
        projection.collect(event.taxRateId().value(), event, message);
    }

    @ResetHandler
    void reset() {
        projection.clear();
    }
}
