package io.tallybook.query.creditgrant;

import io.tallybook.core.EntityId;
import io.tallybook.core.ViewKind;
import io.tallybook.core.creditgrant.CreditGrantDocument;
import io.tallybook.core.creditgrant.CreditGrantDocument.Target;
import io.tallybook.core.creditgrant.CreditGrantEvent;
import io.tallybook.core.creditgrant.CreditGrantView;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.query.view.Column;
import io.tallybook.query.view.Projection;
import io.tallybook.query.view.ProjectionRoom;
import io.tallybook.query.view.TableRows;
import io.tallybook.query.view.ViewTable;
import java.util.List;
import java.util.Objects;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.jspecify.annotations.Nullable;

/** Keeps the view of credit grants. */
@ProcessingGroup(CreditGrantProjector.PROCESSOR)
public final class CreditGrantProjector {
    public static final String PROCESSOR = "projection.credit-grants";

    /** Where they are kept. */
    public static final ViewTable<CreditGrantView> TABLE =
            ViewTable.of(
                    ViewKind.CREDIT_GRANT,
                    CreditGrantView.class,
                    "view_credit_grant",
                    List.of(
                            Column.oneOf(
                                    "level",
                                    CreditGrantDocument.Level.class,
                                    v -> v.grant().target().level()),
                            Column.id("holder_id", CreditGrantProjector::holder),
                            Column.id("customer_id", CreditGrantProjector::customer)));

    private final Projection<CreditGrantView, CreditGrantEvent> projection;

    public CreditGrantProjector(ProjectionRoom room) {
        this.projection =
                new Projection<>(
                        ViewKind.CREDIT_GRANT,
                        new CreditGrantFold(),
                        new TableRows<>(room.tables(), TABLE),
                        room);
    }

    private static EntityId holder(CreditGrantView view) {
        Target target = view.grant().target();
        EntityId holder =
                switch (target.level()) {
                    case PLAN -> target.planId();
                    case ADDON -> target.addonId();
                    case SUBSCRIPTION -> target.subscriptionId();
                    case CUSTOMER -> target.customerId();
                };
        return Objects.requireNonNull(holder, "holder of a credit grant");
    }

    private static @Nullable CustomerId customer(CreditGrantView view) {
        CreditGrantDocument.Grantee grantee = view.grant().grantee();
        return grantee == null ? null : grantee.customerId();
    }

    @EventHandler
    void on(CreditGrantEvent event, DomainEventMessage<?> message) {
        projection.collect(event.grantId().value(), event, message);
    }

    @ResetHandler
    void reset() {
        projection.clear();
    }
}
