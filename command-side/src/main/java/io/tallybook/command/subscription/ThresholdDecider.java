package io.tallybook.command.subscription;

import io.tallybook.command.Decision;
import io.tallybook.core.Rejection;
import io.tallybook.core.subscription.Crossing;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;

/**
 * When usage of an open period is invoiced before its end.
 *
 * <p>Whoever sees that usage has come to the threshold says which crossing of the stretch it is:
 * said again, or by somebody else, it is the same one, and happens once.
 */
final class ThresholdDecider {
    private ThresholdDecider() {}

    static Decision<SubscriptionEvent> cross(
            SubscriptionState state, SubscriptionCommand.CrossThreshold c) {
        return SubscriptionDecider.ofRunning(
                state,
                c.subscriptionId(),
                c.scope(),
                running -> cross(running, c),
                _ -> Decision.alreadyDone(),
                _ -> Decision.alreadyDone());
    }

    // What was seen of a stretch that is over is on the invoice that closed it.
    private static Decision<SubscriptionEvent> cross(
            Running running, SubscriptionCommand.CrossThreshold c) {
        BillingPeriod open = running.period();
        BigDecimal threshold = running.terms().arranged().threshold();
        boolean isOpen =
                open.start().equals(c.stretch())
                        && c.stretch().isBefore(c.at())
                        && c.at().isBefore(open.end())
                        && !running.isBehind(c.at());
        int before = running.terms().coursed().crossings(running.index(), open);
        if (threshold == null || !isOpen || c.number() <= before) {
            return Decision.alreadyDone();
        }
        if (c.number() != before + 1) {
            return Decision.refused(
                    Rejection.field(
                            "number",
                            Integer.toString(c.number()),
                            "the next one, " + (before + 1)));
        }
        if (c.open().toDecimal().compareTo(threshold) < 0) {
            return Decision.refused(
                    Rejection.field(
                            "open", c.open().toString(), threshold.toPlainString() + " or more"));
        }
        var crossing =
                new Crossing(
                        running.index(),
                        c.number(),
                        new BillingPeriod(open.start(), c.at()),
                        c.open());
        return Decision.accepted(running.crossed(crossing, threshold));
    }
}
