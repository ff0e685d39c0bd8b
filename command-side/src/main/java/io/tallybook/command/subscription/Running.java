package io.tallybook.command.subscription;

import io.tallybook.command.subscription.SubscriptionState.Active;
import io.tallybook.command.subscription.SubscriptionState.Planned;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A subscription that runs, as one decision moves it along.
 *
 * @param index of the open period
 * @param planned the end that somebody has asked for
 * @param events what has happened to it in this decision
 */
record Running(
        SubscriptionId id,
        SubscriptionTerms terms,
        int index,
        BillingPeriod period,
        Optional<Planned> planned,
        List<SubscriptionEvent> events) {
    /** More than a year of days; beyond it one command would do the work of a billing run. */
    private static final int PERIODS_AT_ONCE = 400;

    static Running of(SubscriptionId id, Active active, Optional<Planned> planned) {
        return new Running(
                id, active.terms(), active.periodIndex(), active.period(), planned, List.of());
    }

    /**
     * The end that has come by a moment: what was asked for or the end date, whichever is first.
     */
    Optional<Planned> dueBy(Instant moment) {
        Instant endDate = terms.endDate();
        Optional<Planned> byTerms =
                endDate == null
                        ? Optional.empty()
                        : Optional.of(
                                new Planned(
                                        CancellationType.SCHEDULED_DATE, endDate, endDate, null));
        Optional<Planned> first =
                planned.filter(p -> endDate == null || !p.cancelAt().isAfter(endDate))
                        .or(() -> byTerms);
        return first.filter(p -> !p.cancelAt().isAfter(moment));
    }

    /** Whether more periods have ended by a moment than one command may close. */
    boolean periodsBehind(Instant moment) {
        SubscriptionPeriods periods = SubscriptionPeriods.endless(terms);
        return !moment.isBefore(period.end()) && periods.indexAt(moment) - index > PERIODS_AT_ONCE;
    }

    /** With every period closed that has ended at a moment or before. */
    Running closedUpTo(Instant moment) {
        Running running = this;
        while (!moment.isBefore(running.period.end())) {
            running = running.renewed();
        }
        return running;
    }

    /** With every period closed that ended before a moment. */
    Running closedBefore(Instant moment) {
        Running running = this;
        while (running.period.end().isBefore(moment)) {
            running = running.renewed();
        }
        return running;
    }

    /** With the open period closed and the next one open. */
    Running renewed() {
        SubscriptionPeriods periods = SubscriptionPeriods.of(terms);
        BillingPeriod next = periods.period(index + 1);
        List<SubscriptionEvent> all = new ArrayList<>(events);
        if (index == 0) {
            periods.trial()
                    .ifPresent(trial -> all.add(new SubscriptionEvent.TrialEnded(id, trial)));
        }
        all.add(new SubscriptionEvent.Renewed(id, index, period, next));
        return new Running(id, terms, index + 1, next, planned, List.copyOf(all));
    }

    /** The events with an end that was planned. */
    List<SubscriptionEvent> endedAsPlanned(Planned due) {
        return ended(
                due.type(), due.requestedAt(), due.cancelAt(), OpenUsage.INVOICED, due.reason());
    }

    /** The events with an end at once. */
    List<SubscriptionEvent> cancelled(SubscriptionCommand.Cancel c) {
        return ended(c.type(), c.at(), c.at(), c.openUsage(), c.reason());
    }

    /** The events with an end agreed for later. */
    List<SubscriptionEvent> planning(SubscriptionCommand.Cancel c, Instant cancelAt) {
        return and(
                new SubscriptionEvent.CancellationScheduled(
                        id, c.type(), c.at(), cancelAt, c.reason()));
    }

    /** The events with a change of lines. */
    List<SubscriptionEvent> with(SubscriptionEvent.LinesChanged change) {
        return and(change);
    }

    private List<SubscriptionEvent> ended(
            CancellationType type,
            Instant requestedAt,
            Instant cancelledAt,
            OpenUsage openUsage,
            @Nullable String reason) {
        BillingPeriod served =
                period.start().isBefore(cancelledAt)
                        ? new BillingPeriod(period.start(), cancelledAt)
                        : null;
        return and(
                new SubscriptionEvent.Cancelled(
                        id, type, requestedAt, cancelledAt, index, served, openUsage, reason));
    }

    private List<SubscriptionEvent> and(SubscriptionEvent event) {
        List<SubscriptionEvent> all = new ArrayList<>(events);
        all.add(event);
        return List.copyOf(all);
    }
}
