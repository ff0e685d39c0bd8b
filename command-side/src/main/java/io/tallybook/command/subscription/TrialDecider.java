package io.tallybook.command.subscription;

import io.tallybook.command.Decision;
import io.tallybook.core.Rejection;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.ChangeOfTrial;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import java.time.Instant;
import java.util.Optional;

/** How a trial comes to end sooner, or later, than was agreed. */
final class TrialDecider {
    private TrialDecider() {}

    /** Moves the end of the trial that runs; if that is now, charging begins. */
    static Decision<SubscriptionEvent> change(
            SubscriptionState state, SubscriptionCommand.ChangeTrial c) {
        return SubscriptionDecider.ofRunning(
                state, c.subscriptionId(), c.scope(), running -> change(running, c));
    }

    private static Decision<SubscriptionEvent> change(
            Running running, SubscriptionCommand.ChangeTrial c) {
        if (running.isBehind(c.at())) {
            return Decision.refused(SubscriptionDecider.workIsDue(c));
        }
        Optional<Rejection> broken =
                ChangeOfTrial.broken(running.terms(), running.index(), running.period(), c)
                        .or(() -> agreedForItsEnd(running, c));
        if (broken.isPresent()) {
            return Decision.refused(broken.get());
        }
        if (running.period().end().equals(c.trialEnd())) {
            return Decision.alreadyDone();
        }
        SubscriptionEvent.TrialChanged change =
                ChangeOfTrial.of(running.id(), running.terms(), running.period(), c.trialEnd());
        return TermsRules.brokenAnchor(running.terms().after(change), c.trialEnd())
                .<Decision<SubscriptionEvent>>map(Decision::refused)
                .orElseGet(
                        () -> Decision.accepted(running.with(change).closedUpTo(c.at()).events()));
    }

    // What is to happen when the trial ends was agreed for a moment that somebody has named.
    private static Optional<Rejection> agreedForItsEnd(
            Running running, SubscriptionCommand.ChangeTrial c) {
        Instant end = running.period().end();
        Optional<Rejection> another =
                running.changing().map(plan -> PlanDecider.isToChange(c.subscriptionId(), plan));
        return another.or(
                        () ->
                                running.pausing()
                                        .filter(order -> order.start().equals(end))
                                        .map(
                                                order ->
                                                        PauseDecider.isToPause(
                                                                c.subscriptionId(), order)))
                .or(
                        () ->
                                running.planned()
                                        .filter(p -> p.type() != CancellationType.SCHEDULED_DATE)
                                        .map(p -> endsWithIt(c, p)));
    }

    private static Rejection endsWithIt(
            SubscriptionCommand.ChangeTrial c, SubscriptionState.Planned planned) {
        return Rejection.invalidOperation(
                "subscription '%s' ends at %s, with a period of its own; give that up first"
                        .formatted(c.subscriptionId(), planned.cancelAt()));
    }
}
