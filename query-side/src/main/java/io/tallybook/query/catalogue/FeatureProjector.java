package io.tallybook.query.catalogue;

import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.FeatureEvent;
import io.tallybook.core.catalogue.FeatureType;
import io.tallybook.core.catalogue.FeatureView;
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

/** Keeps the features' view. */
@ProcessingGroup(CatalogueProcessor.NAME)
public final class FeatureProjector {
    /** Where they are kept. */
    public static final ViewTable<FeatureView> TABLE =
            ViewTable.of(
                    ViewKind.FEATURE,
                    FeatureView.class,
                    "view_feature",
                    List.of(
                            Column.text("name", view -> view.feature().name()),
                            Column.text("lookup_key", view -> view.feature().lookupKey()),
                            Column.oneOf("type", FeatureType.class, view -> view.feature().type()),
                            Column.id("meter_id", view -> view.feature().meterId()),
                            Column.id("group_id", view -> view.feature().groupId()),
                            ViewTable.document("metadata", view -> view.feature().metadata())));

    private final Projection<FeatureView, FeatureEvent> projection;

    public FeatureProjector(ProjectionRoom room) {
        this.projection =
                new Projection<>(
                        ViewKind.FEATURE,
                        new FeatureFold(),
                        new TableRows<>(room.tables(), TABLE),
                        room);
    }

    @EventHandler
    void on(FeatureEvent event, DomainEventMessage<?> message) {
        projection.collect(event.featureId().value(), event, message);
    }

    @ResetHandler
    void reset() {
        projection.clear();
    }
}
