package io.tallybook.command.subscription;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.core.Rejection;
import io.tallybook.core.subscription.AgreedPlan;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionId;
import java.time.Instant;
import java.util.Optional;

/**
 * How another plan is agreed for the end of the open period, and given up.
 *
 * <p>It happens when that period is closed, whichever command closes it, so that there is no moment
 * at which the next period runs by the old plan.
 */
final class PlanDecider {
    private PlanDecider() {}

    /** Agrees on another plan; the same again does nothing. */
    static Decision<SubscriptionEvent> schedule(
            SubscriptionState state, SubscriptionCommand.ScheduleChange c) {
        return SubscriptionDecider.ofRunning(
                state, c.subscriptionId(), c.scope(), running -> schedule(running, c));
    }

    private static Decision<SubscriptionEvent> schedule(
            Running running, SubscriptionCommand.ScheduleChange c) {
        Optional<AgreedPlan> known = running.changing();
        if (known.isPresent()) {
            return known.get().id().equals(c.change().id())
                    ? Decision.alreadyDone()
                    : Decision.refused(isToChange(c.subscriptionId(), known.get()));
        }
        if (running.isBehind(c.at()) || c.at().isBefore(running.terms().startDate())) {
            return Decision.refused(SubscriptionDecider.workIsDue(c));
        }
        if (running.pausing().isPresent()) {
            return Decision.refused(
                    PauseDecider.isToPause(c.subscriptionId(), running.pausing().get()));
        }
        Running now = running.closedUpTo(c.at());
        Instant end = now.period().end();
        if (now.dueBy(end).isPresent()) {
            return Decision.refused(
                    Rejection.invalidOperation(
                            "subscription '"
                                    + c.subscriptionId()
                                    + "' ends at "
                                    + now.dueBy(end).get().cancelAt()
                                    + " and has no period after that"));
        }
        return Rules.begin()
                .metadata(c.change().metadata())
                .then(() -> TermsRules.broken(now.terms().after(now.outcome(c.change()))))
                .broken()
                .<Decision<SubscriptionEvent>>map(Decision::refused)
                .orElseGet(() -> Decision.accepted(now.changingLater(c.change())));
    }

    /** Gives up another plan that was agreed. */
    static Decision<SubscriptionEvent> withdraw(
            SubscriptionState state, SubscriptionCommand.WithdrawChange c) {
        return SubscriptionDecider.ofRunning(
                state,
                c.subscriptionId(),
                c.scope(),
                running ->
                        running.changing()
                                .filter(change -> change.id().equals(c.scheduleId()))
                                .<Decision<SubscriptionEvent>>map(
                                        _ -> Decision.accepted(withdrawn(c)))
                                .orElseGet(Decision::alreadyDone),
                _ -> Decision.alreadyDone(),
                _ -> Decision.alreadyDone());
    }

    private static SubscriptionEvent withdrawn(SubscriptionCommand.WithdrawChange c) {
        return new SubscriptionEvent.ChangeWithdrawn(c.subscriptionId(), c.scheduleId(), c.at());
    }

    static Rejection isToChange(SubscriptionId id, AgreedPlan change) {
        return Rejection.invalidOperation(
                "subscription '"
                        + id
                        + "' goes over to plan '"
                        + change.planId()
                        + "' when its period ends; cancel schedule '"
                        + change.id()
                        + "' first");
    }
}
