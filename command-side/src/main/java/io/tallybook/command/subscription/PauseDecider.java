package io.tallybook.command.subscription;

import io.tallybook.command.Decision;
import io.tallybook.command.Rules;
import io.tallybook.command.subscription.SubscriptionState.Paused;
import io.tallybook.command.subscription.SubscriptionState.Planned;
import io.tallybook.core.Rejection;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.PauseOrder;
import io.tallybook.core.subscription.ResumeMode;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How service is interrupted and goes on, and what can be done meanwhile.
 *
 * <pre>
 *  period     ├──── charged ────┤ pause ├──── charged ────┤
 *             s                 P       R                 e + (R − P) with LATER, e with KEPT
 * </pre>
 *
 * <p>What was served before a pause is invoiced when it begins. A trial is not paused, nor what is
 * about to end: either would have to be moved with it.
 */
final class PauseDecider {
    private PauseDecider() {}

    /** Interrupts service, now or later; the same pause again does nothing. */
    static Decision<SubscriptionEvent> pause(SubscriptionState state, SubscriptionCommand.Pause c) {
        return SubscriptionDecider.ofRunning(
                state,
                c.subscriptionId(),
                c.scope(),
                running -> pause(running, c),
                paused ->
                        paused.order().id().equals(c.pauseId())
                                ? Decision.alreadyDone()
                                : Decision.refused(isPaused(c.subscriptionId(), paused)),
                ended -> Decision.refused(SubscriptionDecider.hasEnded(c.subscriptionId(), ended)));
    }

    private static Decision<SubscriptionEvent> pause(Running running, SubscriptionCommand.Pause c) {
        Optional<PauseOrder> known = running.pausing();
        if (known.isPresent()) {
            return known.get().id().equals(c.pauseId())
                    ? Decision.alreadyDone()
                    : Decision.refused(isToPause(c.subscriptionId(), known.get()));
        }
        if (running.isBehind(c.at())) {
            return Decision.refused(SubscriptionDecider.workIsDue(c));
        }
        if (running.changing().isPresent()) {
            return Decision.refused(
                    PlanDecider.isToChange(c.subscriptionId(), running.changing().get()));
        }
        if (running.planned().isPresent()) {
            return Decision.refused(endsSoon(c.subscriptionId(), running.planned().get()));
        }
        Optional<Rejection> grouped = GroupDecider.movesPeriods(running.id(), running.terms());
        if (grouped.isPresent()) {
            return Decision.refused(grouped.get());
        }
        Running now = running.closedUpTo(c.at());
        PauseOrder order = order(c, start(now, c));
        Optional<Rejection> broken = broken(now.terms(), c, order);
        if (broken.isPresent()) {
            return Decision.refused(broken.get());
        }
        return Decision.accepted(
                switch (c.mode()) {
                    case IMMEDIATE -> now.paused(order);
                    case SCHEDULED, PERIOD_END -> now.pausingLater(order);
                });
    }

    private static Instant start(Running now, SubscriptionCommand.Pause c) {
        return switch (c.mode()) {
            case IMMEDIATE -> c.at();
            case SCHEDULED -> c.start() == null ? c.at() : c.start(); // refused below if absent
            case PERIOD_END -> now.period().end();
        };
    }

    private static PauseOrder order(SubscriptionCommand.Pause c, Instant start) {
        return new PauseOrder(
                c.pauseId(),
                c.mode(),
                start,
                c.days() == null ? c.resumesAt() : start.plus(Duration.ofDays(c.days())),
                c.rest(),
                c.at(),
                c.reason(),
                c.metadata());
    }

    private static Optional<Rejection> broken(
            SubscriptionTerms terms, SubscriptionCommand.Pause c, PauseOrder order) {
        Instant charged = SubscriptionPeriods.of(terms).chargedFrom();
        Instant end = terms.endDate();
        Instant start = order.start();
        boolean dated = c.mode() == PauseOrder.Mode.SCHEDULED;
        return Rules.begin()
                .textIfAny("reason", c.reason(), Rules.TEXT_MAX)
                .metadata(c.metadata())
                .that(
                        (c.start() == null) != dated,
                        "pause_start",
                        String.valueOf(c.start()),
                        dated ? "a moment" : "none with pause_mode " + c.mode())
                .moment("pause_start", start)
                .that(
                        !dated || start.isAfter(c.at()),
                        "pause_start",
                        start.toString(),
                        "a moment after " + c.at())
                .that(
                        !start.isBefore(charged),
                        "pause_start",
                        start.toString(),
                        "from " + charged + " on, when charging begins")
                .that(
                        end == null || start.isBefore(end),
                        "pause_start",
                        start.toString(),
                        "before the end date " + end)
                .moment("pause_end", order.resumesAt())
                .that(
                        order.resumesAt() == null || order.resumesAt().isAfter(start),
                        "pause_end",
                        String.valueOf(order.resumesAt()),
                        "after the pause begins, " + start)
                .broken();
    }

    /** Begins a pause whose moment has come. */
    static Decision<SubscriptionEvent> begin(
            SubscriptionState state, SubscriptionCommand.BeginPause c) {
        return SubscriptionDecider.ofRunning(
                state,
                c.subscriptionId(),
                c.scope(),
                running -> begin(running, c),
                _ -> Decision.alreadyDone(),
                _ -> Decision.alreadyDone());
    }

    private static Decision<SubscriptionEvent> begin(
            Running running, SubscriptionCommand.BeginPause c) {
        Optional<PauseOrder> due =
                running.pauseDueBy(c.at()).filter(order -> order.id().equals(c.pauseId()));
        if (due.isEmpty()) {
            return Decision.alreadyDone();
        }
        Instant start = due.get().start();
        // An end that comes first takes the pause with it.
        Optional<Planned> end = running.dueBy(start);
        if (end.isPresent()) {
            return Decision.accepted(
                    running.closedBefore(end.get().cancelAt()).endedAsPlanned(end.get()));
        }
        return running.periodsBehind(start)
                ? Decision.refused(SubscriptionDecider.workIsDue(c))
                : Decision.accepted(running.closedBefore(start).paused(due.get()));
    }

    /** The pause that comes before a period ends by itself, or with it. */
    static Optional<PauseOrder> dueBefore(Running running, Instant periodEnd) {
        return running.pauseDueBy(periodEnd)
                .filter(order -> running.dueBy(order.start()).isEmpty());
    }

    /** Ends a pause, or gives up one that has not begun. */
    static Decision<SubscriptionEvent> resume(
            SubscriptionState state, SubscriptionCommand.Resume c) {
        return SubscriptionDecider.ofRunning(
                state,
                c.subscriptionId(),
                c.scope(),
                running -> withdrawn(running, c),
                paused -> resume(paused, c),
                ended ->
                        switch (c.mode()) {
                            case AUTO -> Decision.alreadyDone();
                            case IMMEDIATE ->
                                    Decision.refused(
                                            SubscriptionDecider.hasEnded(
                                                    c.subscriptionId(), ended));
                        });
    }

    private static Decision<SubscriptionEvent> withdrawn(
            Running running, SubscriptionCommand.Resume c) {
        return switch (c.mode()) {
            case AUTO -> Decision.alreadyDone();
            case IMMEDIATE ->
                    running.pausing()
                            .<Decision<SubscriptionEvent>>map(
                                    order ->
                                            running.isBehind(c.at())
                                                    ? Decision.refused(
                                                            SubscriptionDecider.workIsDue(c))
                                                    : Decision.accepted(
                                                            new SubscriptionEvent.PauseWithdrawn(
                                                                    c.subscriptionId(),
                                                                    order.id(),
                                                                    c.at())))
                            .orElseGet(
                                    () ->
                                            Decision.refused(
                                                    Rejection.invalidOperation(
                                                            "subscription '"
                                                                    + c.subscriptionId()
                                                                    + "' is not paused")));
        };
    }

    private static Decision<SubscriptionEvent> resume(Paused paused, SubscriptionCommand.Resume c) {
        PauseOrder order = paused.order();
        Instant agreed = order.resumesAt();
        boolean early = c.mode() == ResumeMode.AUTO && (agreed == null || c.at().isBefore(agreed));
        if (early) {
            return Decision.alreadyDone();
        }
        if (c.at().isBefore(order.start())) {
            return Decision.refused(
                    Rejection.invalidOperation(
                            "subscription '"
                                    + c.subscriptionId()
                                    + "' pauses from "
                                    + order.start()
                                    + " on and cannot go on at "
                                    + c.at()));
        }
        Optional<Planned> due = standing(c.subscriptionId(), paused).dueBy(c.at());
        if (due.isPresent()) {
            return Decision.accepted(ended(c.subscriptionId(), paused, due.get()));
        }
        return Decision.accepted(resumed(paused, c));
    }

    private static SubscriptionEvent resumed(Paused paused, SubscriptionCommand.Resume c) {
        SubscriptionTerms terms = paused.active().terms();
        SubscriptionPeriods periods =
                SubscriptionPeriods.of(terms.with(terms.coursed().resumed(c.at())));
        int index = periods.indexAt(c.at());
        BillingPeriod period = periods.period(index);
        Instant from = period.start().isBefore(c.at()) ? c.at() : period.start();
        return new SubscriptionEvent.Resumed(
                c.subscriptionId(),
                paused.order().id(),
                c.at(),
                c.mode(),
                paused.active().periodIndex(),
                index,
                new BillingPeriod(from, period.end()));
    }

    /** No period ends in a pause. */
    static Decision<SubscriptionEvent> renew(Paused paused, SubscriptionCommand.Renew c) {
        return c.periodIndex() <= paused.active().periodIndex()
                ? Decision.alreadyDone()
                : Decision.refused(isPaused(c.subscriptionId(), paused));
    }

    /** Ends a subscription that is paused, now or on a date. */
    static Decision<SubscriptionEvent> cancel(Paused paused, SubscriptionCommand.Cancel c) {
        Running standing = standing(c.subscriptionId(), paused);
        if (standing.dueBy(c.at()).isPresent()) {
            return Decision.refused(SubscriptionDecider.workIsDue(c));
        }
        return SubscriptionDecider.brokenCancellation(standing, c)
                .or(() -> SuccessionRules.notServed(c, "paused"))
                .<Decision<SubscriptionEvent>>map(Decision::refused)
                .orElseGet(
                        () ->
                                switch (c.type()) {
                                    case IMMEDIATE ->
                                            Decision.accepted(
                                                    ended(
                                                            c.subscriptionId(),
                                                            paused,
                                                            new Planned(
                                                                    c.type(),
                                                                    c.at(),
                                                                    c.at(),
                                                                    c.reason(),
                                                                    c.proration()),
                                                            c.openUsage()));
                                    case END_OF_PERIOD, MIN_PERIOD_END, MAX_PERIOD_END ->
                                            Decision.refused(isPaused(c.subscriptionId(), paused));
                                    case SCHEDULED_DATE ->
                                            SubscriptionDecider.planned(
                                                    standing, c, dated(c.cancelAt(), c.at()));
                                });
    }

    private static Instant dated(@Nullable Instant cancelAt, Instant at) {
        return cancelAt == null ? at : cancelAt;
    }

    static Decision<SubscriptionEvent> withdraw(
            Paused paused, SubscriptionCommand.WithdrawCancellation c) {
        return SubscriptionDecider.withdraw(standing(c.subscriptionId(), paused), c);
    }

    /** Performs an end that has fallen due in a pause. */
    static Decision<SubscriptionEvent> end(Paused paused, SubscriptionCommand.End c) {
        return standing(c.subscriptionId(), paused)
                .dueBy(c.at())
                .<Decision<SubscriptionEvent>>map(
                        due -> Decision.accepted(ended(c.subscriptionId(), paused, due)))
                .orElseGet(Decision::alreadyDone);
    }

    private static List<SubscriptionEvent> ended(SubscriptionId id, Paused paused, Planned end) {
        return ended(id, paused, end, OpenUsage.INVOICED);
    }

    private static List<SubscriptionEvent> ended(
            SubscriptionId id, Paused paused, Planned end, OpenUsage openUsage) {
        return standing(id, paused).endedStanding(end, openUsage);
    }

    private static Running standing(SubscriptionId id, Paused paused) {
        return Running.of(id, paused.active(), paused.planned());
    }

    static Rejection isPaused(SubscriptionId id, Paused paused) {
        return Rejection.invalidOperation(
                "subscription '"
                        + id
                        + "' is paused since "
                        + paused.order().start()
                        + " and has to be resumed first");
    }

    static Rejection isToPause(SubscriptionId id, PauseOrder order) {
        return Rejection.invalidOperation(
                "subscription '"
                        + id
                        + "' is to be paused from "
                        + order.start()
                        + " on; give that up first by resuming it");
    }

    private static Rejection endsSoon(SubscriptionId id, Planned planned) {
        return Rejection.invalidOperation(
                "subscription '"
                        + id
                        + "' ends at "
                        + planned.cancelAt()
                        + "; withdraw that first to pause it");
    }
}
