package io.tallybook.query.access;

import io.tallybook.core.ViewKind;
import io.tallybook.core.access.RoleEvent;
import io.tallybook.core.access.RoleView;
import io.tallybook.query.tenancy.TenancyProcessor;
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

/** Keeps the view of roles. */
@ProcessingGroup(TenancyProcessor.NAME)
public final class RoleProjector {
    /** Where they are kept. */
    public static final ViewTable<RoleView> TABLE =
            ViewTable.of(
                    ViewKind.ROLE,
                    RoleView.class,
                    "view_role",
                    List.of(Column.text("name", view -> view.role().name())));

    private final Projection<RoleView, RoleEvent> projection;

    public RoleProjector(ProjectionRoom room) {
        this.projection =
                new Projection<>(
                        ViewKind.ROLE, new RoleFold(), new TableRows<>(room.tables(), TABLE), room);
    }

    @EventHandler
    void on(RoleEvent event, DomainEventMessage<?> message) {
        projection.collect(event.roleId().value(), event, message);
    }

    @ResetHandler
    void reset() {
        projection.clear();
    }
}
