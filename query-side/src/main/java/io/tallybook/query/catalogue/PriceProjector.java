package io.tallybook.query.catalogue;

import io.tallybook.core.ViewKind;
import io.tallybook.core.catalogue.PriceDocument;
import io.tallybook.core.catalogue.PriceEvent;
import io.tallybook.core.catalogue.PriceUnitId;
import io.tallybook.core.catalogue.PriceView;
import io.tallybook.domain.time.PeriodUnit;
import io.tallybook.query.view.Column;
import io.tallybook.query.view.Projection;
import io.tallybook.query.view.ProjectionRoom;
import io.tallybook.query.view.TableRows;
import io.tallybook.query.view.ViewTable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.jspecify.annotations.Nullable;

/** Keeps the prices' view. */
@ProcessingGroup(CatalogueProcessor.NAME)
public final class PriceProjector {
    /** Where they are kept. */
    public static final ViewTable<PriceView> TABLE =
            ViewTable.of(
                    ViewKind.PRICE,
                    PriceView.class,
                    "view_price",
                    List.of(
                            Column.id("plan_id", view -> view.price().planId()),
                            Column.id("meter_id", view -> view.price().meterId()),
                            Column.oneOf(
                                    "type", PriceDocument.Type.class, view -> view.price().type()),
                            Column.oneOf(
                                    "billing_model",
                                    PriceDocument.BillingModel.class,
                                    view -> view.price().billingModel()),
                            Column.text("currency", view -> view.price().currency().code()),
                            Column.text("lookup_key", view -> view.price().lookupKey()),
                            Column.oneOf(
                                    "owner_type",
                                    PriceDocument.Owner.class,
                                    view -> view.price().owner()),
                            Column.text("owner_id", view -> view.price().ownerId()),
                            Column.text("billing_period", PriceProjector::period),
                            Column.text("group_id", view -> view.price().range().groupId()),
                            Column.id(
                                    "parent_price_id",
                                    view -> view.price().range().parentPriceId()),
                            Column.id("price_unit_id", PriceProjector::unit),
                            Column.moment("starts_at", PriceProjector::start),
                            Column.moment("ends_at", PriceProjector::end)));

    /** Stand for a price that always held, and for one without an end, so that they compare. */
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    private final Projection<PriceView, PriceEvent> projection;

    public PriceProjector(ProjectionRoom room) {
        this.projection =
                new Projection<>(
                        ViewKind.PRICE,
                        new PriceFold(),
                        new TableRows<>(room.tables(), TABLE),
                        room);
    }

    private static String period(PriceView view) {
        PeriodUnit period = view.price().billingPeriod();
        return period == null ? "ONETIME" : period.name();
    }

    private static @Nullable PriceUnitId unit(PriceView view) {
        PriceDocument.WrittenIn unit = view.price().conditions().unit();
        return unit == null ? null : unit.priceUnitId();
    }

    private static Instant start(PriceView view) {
        return Objects.requireNonNullElse(view.price().range().startDate(), FIRST);
    }

    private static Instant end(PriceView view) {
        return Objects.requireNonNullElse(view.price().range().endDate(), LAST);
    }

    @EventHandler
    void on(PriceEvent event, DomainEventMessage<?> message) {
        projection.collect(event.priceId().value(), event, message);
    }

    @ResetHandler
    void reset() {
        projection.clear();
    }
}
