package io.tallybook.command.subscription;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.core.Rejection;
import io.tallybook.core.catalogue.MeterDefinition;
import io.tallybook.core.invoice.Remetering;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.LineItemId;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionCommand.LineMeter;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionEvent.LineRemetered;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How usage that is not invoiced yet comes to be counted by other versions of its meters. What is
 * closed stays as it is.
 */
final class RemeterDecider {
    private RemeterDecider() {}

    /** Counts the open period otherwise; what is counted so already stays as it is. */
    static Decision<SubscriptionEvent> remeter(
            SubscriptionState state, SubscriptionCommand.Remeter c) {
        return SubscriptionDecider.ofRunning(
                state, c.subscriptionId(), c.scope(), running -> remeter(running, c));
    }

    private static Decision<SubscriptionEvent> remeter(
            Running running, SubscriptionCommand.Remeter c) {
        if (running.isBehind(c.at())) {
            return Decision.refused(SubscriptionDecider.workIsDue(c));
        }
        Running now = running.closedUpTo(c.at());
        Optional<Rejection> broken = broken(now, c);
        if (broken.isPresent()) {
            return Decision.refused(broken.get());
        }
        List<LineRemetered> lines = Remetering.of(now.terms(), now.period(), c.lines());
        return lines.isEmpty()
                ? Decision.alreadyDone()
                : Decision.accepted(
                        now.with(
                                new SubscriptionEvent.Remetered(
                                        c.subscriptionId(), c.definition(), lines)));
    }

    private static Optional<Rejection> broken(Running now, SubscriptionCommand.Remeter c) {
        if (now.index() != c.periodIndex()) {
            return Optional.of(
                    Rejection.invalidOperation(
                            "period "
                                    + c.periodIndex()
                                    + " of subscription '"
                                    + c.subscriptionId()
                                    + "' is not open: "
                                    + now.index()
                                    + " is"));
        }
        Map<LineItemId, LineItem> items = now.terms().lineItemsById();
        Rules rules = Rules.begin();
        for (int i = 0; i < c.lines().size(); i++) {
            LineMeter line = c.lines().get(i);
            LineItem item = items.get(line.lineItemId());
            MeterDefinition agreed = item == null ? null : item.meter();
            rules =
                    rules.that(
                                    agreed != null,
                                    "lines[" + i + "].line_item_id",
                                    line.lineItemId().value(),
                                    "a line of the subscription that is charged by usage")
                            .that(
                                    agreed == null || agreed.countsAs(line.meter()),
                                    "lines[" + i + "].meter",
                                    line.meter().meterId().value(),
                                    "a version of the meter that the line has");
        }
        return rules.broken();
    }
}
