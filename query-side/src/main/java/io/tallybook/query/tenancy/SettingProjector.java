package io.tallybook.query.tenancy;

import io.tallybook.core.ViewKind;
import io.tallybook.core.tenancy.SettingEvent;
import io.tallybook.core.tenancy.SettingView;
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

/** Keeps the view of settings. */
@ProcessingGroup(TenancyProcessor.NAME)
public final class SettingProjector {
    /** Where they are kept. */
    public static final ViewTable<SettingView> TABLE =
            ViewTable.of(
                    ViewKind.SETTING,
                    SettingView.class,
                    "view_setting",
                    List.of(Column.text("key", SettingView::key)));

    private final Projection<SettingView, SettingEvent> projection;

    public SettingProjector(ProjectionRoom room) {
        this.projection =
                new Projection<>(
                        ViewKind.SETTING,
                        new SettingFold(),
                        new TableRows<>(room.tables(), TABLE),
                        room);
    }

    @EventHandler
    void on(SettingEvent event, DomainEventMessage<?> message) {
        projection.collect(event.settingId().value(), event, message);
    }

    @ResetHandler
    void reset() {
        projection.clear();
    }
}
