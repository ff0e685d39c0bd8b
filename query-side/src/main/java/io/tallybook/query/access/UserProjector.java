package io.tallybook.query.access;

import io.tallybook.core.ViewKind;
import io.tallybook.core.access.UserEvent;
import io.tallybook.core.access.UserType;
import io.tallybook.core.access.UserView;
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

/** Keeps the view of users. */
@ProcessingGroup(TenancyProcessor.NAME)
public final class UserProjector {
    /** Where they are kept. */
    public static final ViewTable<UserView> TABLE =
            ViewTable.of(
                    ViewKind.USER,
                    UserView.class,
                    "view_user",
                    List.of(
                            Column.oneOf("type", UserType.class, view -> view.user().type()),
                            Column.text("email", view -> view.user().profile().email()),
                            Column.text("name", view -> view.user().profile().name())));

    private final Projection<UserView, UserEvent> projection;

    public UserProjector(ProjectionRoom room) {
        this.projection =
                new Projection<>(
                        ViewKind.USER, new UserFold(), new TableRows<>(room.tables(), TABLE), room);
    }

    @EventHandler
    void on(UserEvent event, DomainEventMessage<?> message) {
        projection.collect(event.userId().value(), event, message);
    }

    @ResetHandler
    void reset() {
        projection.clear();
    }
}
