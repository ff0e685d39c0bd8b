package io.tallybook.query.catalogue;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.AddonEvent;
import io.tallybook.core.catalogue.AddonView;
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

/** Keeps the addons' view. */
@ProcessingGroup(CatalogueProcessor.NAME)
public final class AddonProjector {
    /** Where they are kept. */
    public static final ViewTable<AddonView> TABLE =
            ViewTable.of(
                    ViewKind.ADDON,
                    AddonView.class,
                    "view_addon",
                    List.of(
                            Column.text("name", view -> view.addon().name()),
                            Column.text(
                                    "lookup_key", view -> held(view, view.addon().lookupKey()))));

    private final Projection<AddonView, AddonEvent> projection;

    public AddonProjector(ProjectionRoom room) {
        this.projection =
                new Projection<>(
                        ViewKind.ADDON,
                        new AddonFold(),
                        new TableRows<>(room.tables(), TABLE),
                        room);
    }

    // A deleted one no longer holds it.
    private static @Nullable String held(AddonView view, String value) {
        return view.stamp().status() == EntityStatus.DELETED ? null : value;
    }

    @EventHandler
    void on(AddonEvent event, DomainEventMessage<?> message) {
        projection.collect(event.addonId().value(), event, message);
    }

    @ResetHandler
    void reset() {
        projection.clear();
    }
}
