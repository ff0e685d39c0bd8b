package io.tallybook.query.invoice;

import io.tallybook.core.ViewKind;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoicePayments;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.Parking;
import io.tallybook.query.view.Column;
import io.tallybook.query.view.Part;
import io.tallybook.query.view.Projection;
import io.tallybook.query.view.ProjectionRoom;
import io.tallybook.query.view.Table;
import io.tallybook.query.view.TableRows;
import io.tallybook.query.view.ViewTable;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.jspecify.annotations.Nullable;

/** Keeps the invoices' view. */
@ProcessingGroup(InvoiceProjector.PROCESSOR)
public final class InvoiceProjector {
    public static final String PROCESSOR = "projection.invoice";

    /** Where they are kept. */
    public static final ViewTable<InvoiceView> TABLE =
            ViewTable.of(
                    ViewKind.INVOICE,
                    InvoiceView.class,
                    "view_invoice",
                    List.of(
                            Column.id("customer_id", view -> view.opening().customerId()),
                            Column.id(
                                    "subscription_customer_id",
                                    view -> view.opening().subscriber()),
                            Column.id("subscription_id", view -> view.opening().subscriptionId()),
                            Column.oneOf("status", InvoiceView.Status.class, view -> view.status()),
                            Column.oneOf(
                                    "reason", BillingReason.class, view -> view.opening().reason()),
                            Column.text("number", InvoiceView::number),
                            Column.text("currency", view -> view.opening().currency().code()),
                            Column.moment("period_start", view -> view.opening().period().start()),
                            Column.moment("period_end", view -> view.opening().period().end()),
                            Column.moment("finalized_at", InvoiceView::finalizedAt),
                            Column.moment("due_date", InvoiceView::dueDate),
                            Column.moment("overdue_since", view -> view.money().overdueSince()),
                            Column.moment("parked_since", InvoiceProjector::parkedSince),
                            Column.oneOf(
                                    "payment_status",
                                    InvoicePayments.Status.class,
                                    view -> view.money().status(view.billed())),
                            Column.numeric(
                                    "amount_due",
                                    view -> view.money().owed(view.billed()).toDecimal()),
                            Column.numeric(
                                    "amount_remaining",
                                    view -> view.money().remaining(view.billed()).toDecimal())),
                    List.of(
                            Column.whole(Table.LINE_COUNT, view -> (long) view.lines().size()),
                            Column.moment("serves_until", InvoiceProjector::servesUntil),
                            Column.numeric(
                                    "subtotal", view -> view.totals().subtotal().toDecimal()),
                            Column.numeric("credits", view -> view.totals().credits().toDecimal()),
                            Column.numeric("amount_paid", view -> view.money().paid().toDecimal()),
                            Column.numeric("total", view -> view.totals().total().toDecimal())),
                    List.of(
                            new Part<>("lines", InvoiceView::lines),
                            new Part<>("settlements", InvoiceView::settlements)));

    private final Projection<InvoiceView, InvoiceEvent> projection;

    public InvoiceProjector(ProjectionRoom room) {
        this.projection =
                new Projection<>(
                        ViewKind.INVOICE,
                        new InvoiceFold(),
                        new TableRows<>(room.tables(), TABLE),
                        room);
    }

    private static @Nullable Instant servesUntil(InvoiceView view) {
        return view.lines().stream()
                .map(line -> line.input().servicePeriod().end())
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static @Nullable Instant parkedSince(InvoiceView view) {
        Parking parking = view.said().parking();
        return parking == null ? null : parking.since();
    }

    @EventHandler
    void on(InvoiceEvent event, DomainEventMessage<?> message) {
        projection.collect(event.invoiceId().value(), event, message);
    }

    @ResetHandler
    void reset() {
        projection.clear();
    }
}
