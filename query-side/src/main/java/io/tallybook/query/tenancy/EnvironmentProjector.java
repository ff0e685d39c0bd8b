package io.tallybook.query.tenancy;

import io.tallybook.core.ViewKind;
import io.tallybook.core.tenancy.EnvironmentEvent;
import io.tallybook.core.tenancy.EnvironmentMode;
import io.tallybook.core.tenancy.EnvironmentView;
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

/** Keeps the environments' view. */
@ProcessingGroup(TenancyProcessor.NAME)
public final class EnvironmentProjector {
    /** Where they are kept. */
    public static final ViewTable<EnvironmentView> TABLE =
            ViewTable.of(
                    ViewKind.ENVIRONMENT,
                    EnvironmentView.class,
                    "view_environment",
                    List.of(
                            Column.text("name", EnvironmentView::name),
                            Column.oneOf("mode", EnvironmentMode.class, view -> view.mode())));

    private final Projection<EnvironmentView, EnvironmentEvent> projection;

    public EnvironmentProjector(ProjectionRoom room) {
        this.projection =
                new Projection<>(
                        ViewKind.ENVIRONMENT,
                        new EnvironmentFold(),
                        new TableRows<>(room.tables(), TABLE),
                        room);
    }

    @EventHandler
    void on(EnvironmentEvent event, DomainEventMessage<?> message) {
        projection.collect(event.environmentId().value(), event, message);
    }

    @ResetHandler
    void reset() {
        projection.clear();
    }
}
