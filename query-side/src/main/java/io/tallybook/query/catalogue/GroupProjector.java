package io.tallybook.query.catalogue;

import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.GroupDocument;
import io.tallybook.core.catalogue.GroupEvent;
import io.tallybook.core.catalogue.GroupView;
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

/** Keeps the groups' view. */
@ProcessingGroup(CatalogueProcessor.NAME)
public final class GroupProjector {
    /** Where they are kept. */
    public static final ViewTable<GroupView> TABLE =
            ViewTable.of(
                    ViewKind.GROUP,
                    GroupView.class,
                    "view_group",
                    List.of(
                            Column.text("name", view -> view.group().name()),
                            Column.text("lookup_key", view -> view.group().lookupKey()),
                            Column.oneOf(
                                    "entity_type",
                                    GroupDocument.EntityType.class,
                                    view -> view.group().entityType())));

    private final Projection<GroupView, GroupEvent> projection;

    public GroupProjector(ProjectionRoom room) {
        this.projection =
                new Projection<>(
                        ViewKind.GROUP,
                        new GroupFold(),
                        new TableRows<>(room.tables(), TABLE),
                        room);
    }

    @EventHandler
    void on(GroupEvent event, DomainEventMessage<?> message) {
        projection.collect(event.groupId().value(), event, message);
    }

    @ResetHandler
    void reset() {
        projection.clear();
    }
}
