package io.tallybook.query.discount;

import io.tallybook.core.EntityStatus;
import io.tallybook.core.ViewKind;
import io.tallybook.core.discount.CouponDocument;
import io.tallybook.core.discount.CouponEvent;
import io.tallybook.core.discount.CouponView;
import io.tallybook.query.view.Column;
import io.tallybook.query.view.Projection;
import io.tallybook.query.view.ProjectionRoom;
import io.tallybook.query.view.TableRows;
import io.tallybook.query.view.ViewTable;
import java.util.List;
import java.util.Locale;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.jspecify.annotations.Nullable;

/** Keeps the coupons' view. */
@ProcessingGroup(DiscountProcessor.NAME)
public final class CouponProjector {
    /** Where they are kept. */
    public static final ViewTable<CouponView> TABLE =
            ViewTable.of(
                    ViewKind.COUPON,
                    CouponView.class,
                    "view_coupon",
                    List.of(
                            Column.text("name", view -> view.coupon().name()),
                            Column.text("code", CouponProjector::code),
                            Column.oneOf("type", CouponDocument.Type.class, v -> v.coupon().type()),
                            Column.oneOf(
                                    "cadence",
                                    CouponDocument.Cadence.class,
                                    v -> v.coupon().cadence()),
                            Column.text("currency", CouponProjector::currency)));

    private final Projection<CouponView, CouponEvent> projection;

    public CouponProjector(ProjectionRoom room) {
        this.projection =
                new Projection<>(
                        ViewKind.COUPON,
                        new CouponFold(),
                        new TableRows<>(room.tables(), TABLE),
                        room);
    }

    // A deleted one no longer holds it; its case means nothing.
    private static @Nullable String code(CouponView view) {
        String code = view.coupon().code();
        return code == null || view.stamp().status() == EntityStatus.DELETED
                ? null
                : code.toLowerCase(Locale.ROOT);
    }

    private static @Nullable String currency(CouponView view) {
        return view.coupon().currency() == null ? null : view.coupon().currency().code();
    }

    @EventHandler
    void on(CouponEvent event, DomainEventMessage<?> message) {
        projection.collect(event.couponId().value(), event, message);
    }

    @ResetHandler
    void reset() {
        projection.clear();
    }
}
