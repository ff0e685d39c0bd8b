package io.tallybook.query.alert;

import io.tallybook.core.ViewKind;
import io.tallybook.core.alert.AlertConfig;
import io.tallybook.core.alert.AlertSettingsDocument.EntityType;
import io.tallybook.core.alert.AlertSettingsEvent;
import io.tallybook.core.alert.AlertSettingsView;
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

/** Keeps the view of alert settings. */
@ProcessingGroup(AlertProjector.PROCESSOR)
public final class AlertSettingsProjector {
    /** Where they are kept. */
    public static final ViewTable<AlertSettingsView> TABLE =
            ViewTable.of(
                    ViewKind.ALERT_SETTINGS,
                    AlertSettingsView.class,
                    "view_alert_settings",
                    List.of(
                            Column.oneOf(
                                    "entity_type",
                                    EntityType.class,
                                    view -> view.settings().entityType()),
                            Column.text("entity_id", view -> view.settings().entityId()),
                            Column.oneOf(
                                    "parent_type",
                                    EntityType.class,
                                    view -> view.settings().parentType()),
                            Column.text("parent_id", view -> view.settings().parentId()),
                            Column.oneOf(
                                    "mode",
                                    AlertConfig.Mode.class,
                                    view -> view.settings().config().mode())));

    private final Projection<AlertSettingsView, AlertSettingsEvent> projection;

    public AlertSettingsProjector(ProjectionRoom room) {
        this.projection =
                new Projection<>(
                        ViewKind.ALERT_SETTINGS,
                        new AlertSettingsFold(),
                        new TableRows<>(room.tables(), TABLE),
                        room);
    }

    @EventHandler
    void on(AlertSettingsEvent event, DomainEventMessage<?> message) {
        projection.collect(event.settingsId().value(), event, message);
    }

    @ResetHandler
    void reset() {
        projection.clear();
    }
}
