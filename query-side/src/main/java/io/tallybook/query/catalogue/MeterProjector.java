package io.tallybook.query.catalogue;

import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.AggregationType;
import io.tallybook.core.catalogue.MeterEvent;
import io.tallybook.core.catalogue.MeterView;
import io.tallybook.core.catalogue.ResetUsage;
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

/** Keeps the meters' view. */
@ProcessingGroup(CatalogueProcessor.NAME)
public final class MeterProjector {
    /** Where they are kept. */
    public static final ViewTable<MeterView> TABLE =
            ViewTable.of(
                    ViewKind.METER,
                    MeterView.class,
                    "view_meter",
                    List.of(
                            Column.text("name", MeterView::name),
                            Column.text("event_name", view -> view.definition().eventName()),
                            Column.oneOf(
                                    "aggregation",
                                    AggregationType.class,
                                    view -> view.definition().aggregation()),
                            Column.oneOf(
                                    "reset_usage", ResetUsage.class, view -> view.resetUsage())));

    private final Projection<MeterView, MeterEvent> projection;

    public MeterProjector(ProjectionRoom room) {
        this.projection =
                new Projection<>(
                        ViewKind.METER,
                        new MeterFold(),
                        new TableRows<>(room.tables(), TABLE),
                        room);
    }

    @EventHandler
    void on(MeterEvent event, DomainEventMessage<?> message) {
        projection.collect(event.meterId().value(), event, message);
    }

    @ResetHandler
    void reset() {
        projection.clear();
    }
}
