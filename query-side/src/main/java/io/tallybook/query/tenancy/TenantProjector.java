package io.tallybook.query.tenancy;

import io.tallybook.core.ViewKind;
import io.tallybook.core.tenancy.TenantEvent;
import io.tallybook.core.tenancy.TenantView;
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

/** Keeps the view of tenants. */
@ProcessingGroup(TenancyProcessor.NAME)
public final class TenantProjector {
    /** Where they are kept. */
    public static final ViewTable<TenantView> TABLE =
            ViewTable.of(
                    ViewKind.TENANT,
                    TenantView.class,
                    "view_tenant",
                    List.of(Column.text("name", view -> view.tenant().name())));

    private final Projection<TenantView, TenantEvent> projection;

    public TenantProjector(ProjectionRoom room) {
        this.projection =
                new Projection<>(
                        ViewKind.TENANT,
                        new TenantFold(),
                        new TableRows<>(room.tables(), TABLE),
                        room);
    }

    @EventHandler
    void on(TenantEvent event, DomainEventMessage<?> message) {
        projection.collect(event.tenantId().value(), event, message);
    }

    @ResetHandler
    void reset() {
        projection.clear();
    }
}
