package io.tallybook.query.catalogue;

import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.PlanEvent;
import io.tallybook.core.catalogue.PlanView;
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

/** Keeps the plans' view. */
@ProcessingGroup(CatalogueProcessor.NAME)
public final class PlanProjector {
    /** Where they are kept. */
    public static final ViewTable<PlanView> TABLE =
            ViewTable.of(
                    ViewKind.PLAN,
                    PlanView.class,
                    "view_plan",
                    List.of(
                            Column.text("name", view -> view.plan().name()),
                            Column.text("lookup_key", view -> view.plan().lookupKey()),
                            Column.whole("display_order", PlanProjector::displayOrder),
                            ViewTable.document("metadata", view -> view.plan().metadata())));

    private final Projection<PlanView, PlanEvent> projection;

    public PlanProjector(ProjectionRoom room) {
        this.projection =
                new Projection<>(
                        ViewKind.PLAN, new PlanFold(), new TableRows<>(room.tables(), TABLE), room);
    }

    private static @Nullable Long displayOrder(PlanView view) {
        Integer order = view.plan().displayOrder();
        return order == null ? null : order.longValue();
    }

    @EventHandler
    void on(PlanEvent event, DomainEventMessage<?> message) {
        projection.collect(event.planId().value(), event, message);
    }

    @ResetHandler
    void reset() {
        projection.clear();
    }
}
