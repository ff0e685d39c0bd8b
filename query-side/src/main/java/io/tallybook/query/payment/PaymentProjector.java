package io.tallybook.query.payment;

import io.tallybook.core.ViewKind;
import io.tallybook.core.payment.PaymentEvent;
import io.tallybook.core.payment.PaymentMethodType;
import io.tallybook.core.payment.PaymentView;
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

/** Keeps the payments' view. */
@ProcessingGroup(PaymentProjector.PROCESSOR)
public final class PaymentProjector {
    public static final String PROCESSOR = "projection.payment";

    /** Where they are kept. */
    public static final ViewTable<PaymentView> TABLE =
            ViewTable.of(
                    ViewKind.PAYMENT,
                    PaymentView.class,
                    "view_payment",
                    List.of(
                            Column.id("invoice_id", view -> view.payment().invoiceId()),
                            Column.id("customer_id", view -> view.payment().customerId()),
                            Column.oneOf("status", PaymentView.Status.class, view -> view.status()),
                            Column.oneOf(
                                    "method",
                                    PaymentMethodType.class,
                                    view -> view.payment().method()),
                            Column.text("gateway", view -> view.payment().gateway()),
                            Column.text("reference", PaymentView::reference),
                            Column.text("currency", view -> view.amount().currency().code())),
                    List.of(
                            Column.numeric("amount", view -> view.amount().toDecimal()),
                            Column.numeric("refunded", view -> view.refunded().toDecimal())));

    private final Projection<PaymentView, PaymentEvent> projection;

    public PaymentProjector(ProjectionRoom room) {
        this.projection =
                new Projection<>(
                        ViewKind.PAYMENT,
                        new PaymentFold(),
                        new TableRows<>(room.tables(), TABLE),
                        room);
    }

    @EventHandler
    void on(PaymentEvent event, DomainEventMessage<?> message) {
        projection.collect(event.paymentId().value(), event, message);
    }

    @ResetHandler
    void reset() {
        projection.clear();
    }
}
