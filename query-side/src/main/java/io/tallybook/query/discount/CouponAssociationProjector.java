package io.tallybook.query.discount;

import io.tallybook.core.ViewKind;
import io.tallybook.core.discount.CouponAssociationEvent;
import io.tallybook.core.discount.CouponAssociationView;
import io.tallybook.query.view.Column;
import io.tallybook.query.view.Projection;
import io.tallybook.query.view.ProjectionRoom;
import io.tallybook.query.view.TableRows;
import io.tallybook.query.view.ViewTable;
import java.time.Instant;
import java.util.List;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;

/** Keeps the view of who holds which coupon. */
@ProcessingGroup(DiscountProcessor.NAME)
public final class CouponAssociationProjector {
    /** Where they are kept. */
    public static final ViewTable<CouponAssociationView> TABLE =
            ViewTable.of(
                    ViewKind.COUPON_ASSOCIATION,
                    CouponAssociationView.class,
                    "view_coupon_association",
                    List.of(
                            Column.id("coupon_id", v -> v.association().couponId()),
                            Column.id("subscription_id", v -> v.association().subscriptionId()),
                            Column.id("invoice_id", v -> v.association().invoiceId()),
                            Column.moment("start_date", v -> v.association().startDate()),
                            Column.moment("end_date", CouponAssociationProjector::end)));

    private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

    private final Projection<CouponAssociationView, CouponAssociationEvent> projection;

    public CouponAssociationProjector(ProjectionRoom room) {
        this.projection =
                new Projection<>(
                        ViewKind.COUPON_ASSOCIATION,
                        new CouponAssociationFold(),
                        new TableRows<>(room.tables(), TABLE),
                        room);
    }

    // One without an end never ends.
    private static Instant end(CouponAssociationView view) {
        Instant end = view.association().endDate();
        return end == null ? NEVER : end;
    }

    @EventHandler
    void on(CouponAssociationEvent event, DomainEventMessage<?> message) {
        projection.collect(event.associationId().value(), event, message);
    }

    @ResetHandler
    void reset() {
        projection.clear();
    }
}
