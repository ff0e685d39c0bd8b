package io.tallybook.query.subscription;

import io.tallybook.core.ViewKind;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionView;
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
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;

/** Keeps the subscriptions' view. */
@ProcessingGroup(SubscriptionProjector.PROCESSOR)
public final class SubscriptionProjector {
    public static final String PROCESSOR = "projection.subscription";

    /** Where they are kept. */
    public static final ViewTable<SubscriptionView> TABLE =
            ViewTable.of(
                    ViewKind.SUBSCRIPTION,
                    SubscriptionView.class,
                    "view_subscription",
                    List.of(
                            Column.id("customer_id", view -> view.terms().customerId()),
                            Column.text(
                                    "external_customer_id",
                                    view -> view.terms().externalCustomerId()),
                            Column.id("invoicing_customer_id", view -> view.terms().payer()),
                            Column.id(
                                    "parent_subscription_id",
                                    view -> view.terms().related().belongsTo()),
                            Column.text("type", view -> view.terms().type().name()),
                            Column.id("plan_id", view -> view.terms().planId()),
                            Column.oneOf(
                                    "status", SubscriptionView.Status.class, view -> view.status()),
                            Column.text(
                                    "billing_period", view -> view.terms().billingPeriod().name()),
                            Column.text("currency", view -> view.terms().currency().code()),
                            Column.numeric(
                                    "threshold", view -> view.terms().arranged().threshold()),
                            Column.text("lookup_key", view -> view.terms().lookupKey()),
                            Column.moment("start_date", view -> view.terms().startDate()),
                            Column.moment("ends_at", SubscriptionProjector::end),
                            Column.moment("current_period_end", view -> view.currentPeriod().end()),
                            Column.moment("cancel_at", SubscriptionView::cancelAt)),
                    List.of(
                            Column.whole(
                                    Table.LINE_COUNT,
                                    view -> (long) view.terms().lineItems().size())),
                    List.of(new Part<>("terms", SubscriptionView::terms)));

    /** Of what goes on. */
    private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    private final Projection<SubscriptionView, SubscriptionEvent> projection;

    public SubscriptionProjector(ProjectionRoom room) {
        this.projection =
                new Projection<>(
                        ViewKind.SUBSCRIPTION,
                        new SubscriptionFold(),
                        new TableRows<>(room.tables(), TABLE),
                        room);
    }

    private static Instant end(SubscriptionView view) {
        return Stream.of(
                        Optional.ofNullable(view.cancelAt()),
                        Optional.ofNullable(view.terms().endDate()))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .orElse(NEVER);
    }

    @EventHandler
    void on(SubscriptionEvent event, DomainEventMessage<?> message) {
        projection.collect(event.subscriptionId().value(), event, message);
    }

    @ResetHandler
    void reset() {
        projection.clear();
    }
}
