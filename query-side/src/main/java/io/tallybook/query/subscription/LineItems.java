package io.tallybook.query.subscription;

import io.tallybook.core.ViewKind;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.SubscriptionLine;
import io.tallybook.query.view.Column;
import io.tallybook.query.view.ViewTable;
import java.util.List;

/**
 * Where line items are to be found one by one. Nothing here writes it: the database keeps it in
 * step with the subscriptions (V511__line_items.sql).
 */
final class LineItems {
    static final ViewTable<SubscriptionLine> TABLE =
            ViewTable.of(
                    ViewKind.SUBSCRIPTION,
                    SubscriptionLine.class,
                    "view_line_item",
                    List.of(
                            Column.id("subscription_id", SubscriptionLine::subscriptionId),
                            Column.id("customer_id", SubscriptionLine::customerId),
                            Column.id("price_id", line -> line.item().priceId()),
                            Column.id(
                                    "meter_id",
                                    line ->
                                            line.item().meter() == null
                                                    ? null
                                                    : line.item().meter().meterId()),
                            Column.text("entity_type", line -> owner(line.item())),
                            Column.text("entity_id", line -> line.item().price().ownerId()),
                            Column.id("addon_association_id", line -> line.item().addon()),
                            Column.text("currency", line -> line.item().price().currency().code()),
                            Column.text(
                                    "billing_period",
                                    line -> String.valueOf(line.item().price().billingPeriod())),
                            Column.moment("start_date", line -> line.item().startDate()),
                            Column.moment("end_date", line -> line.item().endDate())));

    private LineItems() {}

    private static String owner(LineItem line) {
        return line.addon() != null ? "ADDON" : line.price().owner().name();
    }
}
