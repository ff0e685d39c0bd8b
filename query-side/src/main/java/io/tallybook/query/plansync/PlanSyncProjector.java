package io.tallybook.query.plansync;

import io.tallybook.core.ViewKind;
import io.tallybook.core.plansync.PlanSyncEvent;
import io.tallybook.core.plansync.PlanSyncView;
import io.tallybook.query.catalogue.CatalogueProcessor;
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

/** Keeps the view of synchronisations. */
@ProcessingGroup(CatalogueProcessor.NAME)
public final class PlanSyncProjector {
    /** Where they are kept. */
    public static final ViewTable<PlanSyncView> TABLE =
            ViewTable.of(
                    ViewKind.PLAN_SYNC,
                    PlanSyncView.class,
                    "view_plan_sync",
                    List.of(
                            Column.id("plan_id", PlanSyncView::planId),
                            Column.oneOf(
                                    "status", PlanSyncView.Status.class, view -> view.status())));

    private final Projection<PlanSyncView, PlanSyncEvent> projection;

    public PlanSyncProjector(ProjectionRoom room) {
        this.projection =
                new Projection<>(
                        ViewKind.PLAN_SYNC,
                        new PlanSyncFold(),
                        new TableRows<>(room.tables(), TABLE),
                        room);
    }

    @EventHandler
    void on(PlanSyncEvent event, DomainEventMessage<?> message) {
        projection.collect(event.planSyncId().value(), event, message);
    }

    @ResetHandler
    void reset() {
        projection.clear();
    }
}
