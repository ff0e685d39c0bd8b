package io.tallybook.query.customer;

import io.tallybook.core.ViewKind;
import io.tallybook.core.customer.CustomerEvent;
import io.tallybook.core.customer.CustomerView;
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

/** Keeps the customers' view. */
@ProcessingGroup(CustomerProjector.PROCESSOR)
public final class CustomerProjector {
    public static final String PROCESSOR = "projection.customer";

    /** Where customers are kept. */
    public static final ViewTable<CustomerView> TABLE =
            ViewTable.of(
                    ViewKind.CUSTOMER,
                    CustomerView.class,
                    "view_customer",
                    List.of(
                            Column.text("external_id", CustomerView::externalId),
                            Column.text("name", view -> view.personal().name()),
                            Column.text("email", view -> view.personal().email()),
                            Column.id("parent_customer_id", view -> view.terms().parent()),
                            ViewTable.document("metadata", CustomerView::metadata)));

    private final Projection<CustomerView, CustomerEvent> projection;

    public CustomerProjector(ProjectionRoom room) {
        this.projection =
                new Projection<>(
                        ViewKind.CUSTOMER,
                        new CustomerFold(),
                        new TableRows<>(room.tables(), TABLE),
                        room);
    }

    @EventHandler
    void on(CustomerEvent event, DomainEventMessage<?> message) {
        projection.collect(event.customerId().value(), event, message);
    }

    @ResetHandler
    void reset() {
        projection.clear();
    }
}
