package io.tallybook.query.tenancy;

import io.tallybook.core.ViewKind;
import io.tallybook.core.tenancy.ApiKeyEvent;
import io.tallybook.core.tenancy.ApiKeyView;
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

/** Keeps the API keys' view. */
@ProcessingGroup(TenancyProcessor.NAME)
public final class ApiKeyProjector {
    /** Where they are kept. */
    public static final ViewTable<ApiKeyView> TABLE =
            ViewTable.of(
                    ViewKind.API_KEY,
                    ApiKeyView.class,
                    "view_api_key",
                    List.of(
                            Column.text("name", ApiKeyView::name),
                            Column.text("sha256", ApiKeyView::sha256)));

    private final Projection<ApiKeyView, ApiKeyEvent> projection;

    public ApiKeyProjector(ProjectionRoom room) {
        this.projection =
                new Projection<>(
                        ViewKind.API_KEY,
                        new ApiKeyFold(),
                        new TableRows<>(room.tables(), TABLE),
                        room);
    }

    @EventHandler
    void on(ApiKeyEvent event, DomainEventMessage<?> message) {
        projection.collect(event.apiKeyId().value(), event, message);
    }

    @ResetHandler
    void reset() {
        projection.clear();
    }
}
