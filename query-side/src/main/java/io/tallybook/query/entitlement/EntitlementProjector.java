package io.tallybook.query.entitlement;

import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.FeatureType;
import io.tallybook.core.entitlement.EntitlementDocument;
import io.tallybook.core.entitlement.EntitlementEvent;
import io.tallybook.core.entitlement.EntitlementView;
import io.tallybook.core.entitlement.UsageReset;
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

/** Keeps the entitlements' view. */
@ProcessingGroup(EntitlementProjector.PROCESSOR)
public final class EntitlementProjector {
    public static final String PROCESSOR = "projection.entitlement";

    /** Where they are kept. */
    public static final ViewTable<EntitlementView> TABLE =
            ViewTable.of(
                    ViewKind.ENTITLEMENT,
                    EntitlementView.class,
                    "view_entitlement",
                    List.of(
                            Column.oneOf(
                                    "entity_type",
                                    EntitlementDocument.EntityType.class,
                                    view -> view.entitlement().entityType()),
                            Column.text("entity_id", view -> view.entitlement().entityId()),
                            Column.id("feature_id", view -> view.entitlement().featureId()),
                            Column.oneOf(
                                    "feature_type",
                                    FeatureType.class,
                                    view -> view.entitlement().featureType()),
                            Column.oneOf(
                                    "access",
                                    EntitlementDocument.Access.class,
                                    view -> view.entitlement().access()),
                            Column.oneOf(
                                    "limit_kind",
                                    EntitlementDocument.LimitKind.class,
                                    view -> view.entitlement().limitKind()),
                            Column.oneOf(
                                    "usage_reset",
                                    UsageReset.class,
                                    view -> view.entitlement().usageReset()),
                            Column.text("grant_window", EntitlementProjector::window),
                            Column.whole("usage_limit", view -> view.entitlement().usageLimit()),
                            Column.id("parent_id", view -> view.entitlement().parentId()),
                            Column.whole("display_order", EntitlementProjector::displayOrder),
                            Column.moment("start_date", view -> view.entitlement().startDate()),
                            Column.moment("end_date", view -> view.entitlement().endDate())));

    private final Projection<EntitlementView, EntitlementEvent> projection;

    public EntitlementProjector(ProjectionRoom room) {
        this.projection =
                new Projection<>(
                        ViewKind.ENTITLEMENT,
                        new EntitlementFold(),
                        new TableRows<>(room.tables(), TABLE),
                        room);
    }

    @EventHandler
    void on(EntitlementEvent event, DomainEventMessage<?> message) {
        projection.collect(event.entitlementId().value(), event, message);
    }

    @ResetHandler
    void reset() {
        projection.clear();
    }

    private static String window(EntitlementView view) {
        EntitlementDocument.Grant grant = view.entitlement().grant();
        return grant == null ? "NONE" : grant.window().name();
    }

    private static @org.jspecify.annotations.Nullable Long displayOrder(EntitlementView view) {
        Integer order = view.entitlement().displayOrder();
        return order == null ? null : order.longValue();
    }
}
