package io.tallybook.query.subscription;

import io.tallybook.core.ViewKind;
import io.tallybook.core.subscription.ScheduleView;
import io.tallybook.core.subscription.SubscriptionSchedule;
import io.tallybook.query.view.Column;
import io.tallybook.query.view.ViewTable;
import java.util.List;

/**
 * Where what is to happen to subscriptions is to be found one by one. Nothing here writes it: the
 * database keeps it in step with the subscriptions (V650__subscription_schedules.sql).
 */
final class ScheduleRows {
    static final ViewTable<ScheduleView> TABLE =
            ViewTable.of(
                    ViewKind.SUBSCRIPTION,
                    ScheduleView.class,
                    "view_subscription_schedule",
                    List.of(
                            Column.id("subscription_id", ScheduleView::subscriptionId),
                            Column.oneOf(
                                    "status",
                                    SubscriptionSchedule.Status.class,
                                    view -> view.schedule().status()),
                            Column.moment("due_at", view -> view.schedule().dueAt())));

    private ScheduleRows() {}
}
