package io.tallybook.command.subscription;

import io.tallybook.command.subscription.SubscriptionState.Active;
import io.tallybook.command.subscription.SubscriptionState.Planned;
import io.tallybook.core.Scope;
import io.tallybook.core.invoice.ChangeOfLines;
import io.tallybook.core.invoice.SuccessorCredit;
import io.tallybook.core.invoice.UnspentAdvance;
import io.tallybook.core.subscription.AgreedPlan;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.Crossing;
import io.tallybook.core.subscription.Heir;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.PauseOrder;
import io.tallybook.core.subscription.ProrationBehavior;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionId;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.Unspent;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A subscription that runs, as one decision moves it along.
 *
 * @param index of the open period
 * @param planned the end that somebody has asked for
 * @param pausing the pause that is to come
 * @param changing the plan that it goes over to when the open period ends
 * @param events what has happened to it in this decision
 */
record Running(
        SubscriptionId id,
        Scope scope,
        SubscriptionTerms terms,
        int index,
        BillingPeriod period,
        Optional<Planned> planned,
        Optional<PauseOrder> pausing,
        Optional<AgreedPlan> changing,
        List<SubscriptionEvent> events) {
    /** More than a year of days; beyond it one command would do the work of a billing run. */
    private static final int PERIODS_AT_ONCE = 400;

    static Running of(SubscriptionId id, Active active, Optional<Planned> planned) {
        return new Running(
                id,
                active.scope(),
                active.terms(),
                active.periodIndex(),
                active.period(),
                planned,
                active.pausing(),
                active.changing(),
                List.of());
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
                                        CancellationType.SCHEDULED_DATE,
                                        endDate,
                                        endDate,
                                        null,
                                        null));
        Optional<Planned> first =
                planned.filter(p -> endDate == null || !p.cancelAt().isAfter(endDate))
                        .or(() -> byTerms);
        return first.filter(p -> !p.cancelAt().isAfter(moment));
    }

    /** The pause that has come by a moment. */
    Optional<PauseOrder> pauseDueBy(Instant moment) {
        return pausing.filter(order -> !order.start().isAfter(moment));
    }

    /** Whether something that was agreed has to be done first. */
    boolean isBehind(Instant moment) {
        return dueBy(moment).isPresent()
                || pauseDueBy(moment).isPresent()
                || periodsBehind(moment)
                || payableFirst(moment);
    }

    /** Whether a trial has ended by a moment, after which something has to be paid first. */
    boolean payableFirst(Instant moment) {
        return !moment.isBefore(period.end()) && FirstPayment.followsTrial(terms, index);
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

    /** With the open period closed and the next one open, by another plan if one was agreed. */
    Running renewed() {
        Running ready = changing.map(this::changed).orElse(this);
        SubscriptionPeriods periods = SubscriptionPeriods.of(ready.terms);
        BillingPeriod next = periods.period(index + 1);
        List<SubscriptionEvent> all = new ArrayList<>(ready.events);
        if (index == 0) {
            periods.trial()
                    .ifPresent(trial -> all.add(new SubscriptionEvent.TrialEnded(id, trial)));
        }
        all.add(
                new SubscriptionEvent.Renewed(
                        id,
                        index,
                        period,
                        next,
                        crossings(),
                        ready.terms.related().groupedWith(index).orElse(null),
                        ready.terms.related().children()));
        if (index == 0 && periods.trial().isPresent()) {
            FirstPayment.awaitedAfterTrial(id, ready.terms, index + 1, next).ifPresent(all::add);
        }
        return new Running(
                id,
                scope,
                ready.terms,
                index + 1,
                next,
                planned,
                pausing,
                Optional.empty(),
                List.copyOf(all));
    }

    private Running changed(AgreedPlan change) {
        SubscriptionEvent.LinesChanged lines = outcome(change);
        return new Running(
                id,
                scope,
                terms.after(lines),
                index,
                period,
                planned,
                pausing,
                Optional.empty(),
                and(lines));
    }

    /** What another plan comes to if it is gone over to when the open period ends. */
    SubscriptionEvent.LinesChanged outcome(AgreedPlan change) {
        return ChangeOfLines.of(terms, index, period, change.at(id, scope, terms, period.end()));
    }

    /** The events with an end that was planned. */
    List<SubscriptionEvent> endedAsPlanned(Planned due) {
        return ended(due, OpenUsage.INVOICED);
    }

    /** The events with an end at once. */
    List<SubscriptionEvent> cancelled(SubscriptionCommand.Cancel c) {
        return ended(
                new Planned(c.type(), c.at(), c.at(), c.reason(), asked(c), c.successor()),
                c.openUsage());
    }

    /** What is given back at an end that is agreed; absent for nothing. */
    static @Nullable ProrationBehavior asked(SubscriptionCommand.Cancel c) {
        return c.proration() == ProrationBehavior.NONE ? null : c.proration();
    }

    /** The events with an end agreed for later. */
    List<SubscriptionEvent> planning(SubscriptionCommand.Cancel c, Instant cancelAt) {
        return and(
                new SubscriptionEvent.CancellationScheduled(
                        id, c.type(), c.at(), cancelAt, c.reason(), asked(c), c.successor()));
    }

    /** The events with a pause that begins within the open period, or at its end. */
    List<SubscriptionEvent> paused(PauseOrder order) {
        var paused =
                new SubscriptionEvent.Paused(
                        id,
                        order,
                        index,
                        period,
                        servedUntil(order.start()).orElse(null),
                        crossings());
        return and(
                paused.closedPeriod() == null
                        ? LeftOpen.byPause(this, paused).map(paused::after).orElse(paused)
                        : paused);
    }

    /** The events with a pause that is agreed for later. */
    List<SubscriptionEvent> pausingLater(PauseOrder order) {
        return and(new SubscriptionEvent.PauseScheduled(id, order));
    }

    /** The events with another plan that is agreed for the end of the open period. */
    List<SubscriptionEvent> changingLater(AgreedPlan change) {
        return and(new SubscriptionEvent.ChangeScheduled(id, change, period.end()));
    }

    /** The events with others who share it from now on, or do no longer. */
    List<SubscriptionEvent> with(SubscriptionEvent.HeirsChanged change) {
        return and(change);
    }

    /** The events with others that are invoiced with it from now on, or no longer. */
    List<SubscriptionEvent> with(SubscriptionEvent.GroupChanged change) {
        return and(change);
    }

    /** The events with another that it is invoiced with from now on. */
    List<SubscriptionEvent> with(SubscriptionEvent.GroupJoined joined) {
        return and(joined);
    }

    /** The events with a change of lines. */
    List<SubscriptionEvent> with(SubscriptionEvent.LinesChanged change) {
        return and(change);
    }

    /** With a trial that ends at another moment. */
    Running with(SubscriptionEvent.TrialChanged change) {
        return new Running(
                id,
                scope,
                terms.after(change),
                index,
                change.trial(),
                planned,
                pausing,
                changing,
                and(change));
    }

    /** The events with usage counted otherwise. */
    List<SubscriptionEvent> with(SubscriptionEvent.Remetered remetered) {
        return and(remetered);
    }

    /** The events with an end. */
    List<SubscriptionEvent> ended(Planned end, OpenUsage openUsage) {
        List<SubscriptionEvent> all = new ArrayList<>(events);
        changing.ifPresent(
                change ->
                        all.add(
                                new SubscriptionEvent.ChangeWithdrawn(
                                        id, change.id(), end.cancelAt())));
        pausing.ifPresent(
                order ->
                        all.add(
                                new SubscriptionEvent.PauseWithdrawn(
                                        id, order.id(), end.cancelAt())));
        all.addAll(left(end.cancelAt()));
        all.add(ended(end, servedUntil(end.cancelAt()).orElse(null), openUsage));
        return List.copyOf(all);
    }

    /** The events with an end of what is not served at that moment. */
    List<SubscriptionEvent> endedStanding(Planned end, OpenUsage openUsage) {
        List<SubscriptionEvent> all = new ArrayList<>(events);
        all.addAll(left(end.cancelAt()));
        // What was served before is invoiced already; what was promised may be owed still.
        SubscriptionEvent.Cancelled ended = ended(end, null, OpenUsage.INVOICED);
        all.add(
                switch (openUsage) {
                    case INVOICED -> ended;
                    case FORGIVEN -> ended.after(null);
                });
        return List.copyOf(all);
    }

    // Who shares what has ended shares it no longer, and what was invoiced with it is by itself.
    private List<SubscriptionEvent> left(Instant moment) {
        List<SubscriptionEvent> left = new ArrayList<>();
        List<SubscriptionId> heirs =
                terms.related().present().stream().map(Heir::subscriptionId).toList();
        if (!heirs.isEmpty()) {
            left.add(new SubscriptionEvent.HeirsChanged(id, moment, List.of(), heirs));
        }
        List<SubscriptionId> children = terms.related().children();
        if (!children.isEmpty()) {
            left.add(
                    new SubscriptionEvent.GroupChanged(
                            id, moment, period.start(), List.of(), children));
        }
        return left;
    }

    /** Its end. */
    private SubscriptionEvent.Cancelled ended(
            Planned end, @Nullable BillingPeriod served, OpenUsage openUsage) {
        Unspent unspent = unspent(end, openUsage);
        Optional<SuccessorCredit> credit =
                Optional.ofNullable(end.successor())
                        .filter(_ -> unspent != null)
                        .map(next -> SuccessorCredit.of(next, Objects.requireNonNull(unspent)));
        var ended =
                new SubscriptionEvent.Cancelled(
                                id,
                                end.type(),
                                end.requestedAt(),
                                end.cancelAt(),
                                index,
                                served,
                                openUsage,
                                end.reason(),
                                credit.map(SuccessorCredit::unspent).orElse(unspent),
                                crossings())
                        .followedBy(credit.map(SuccessorCredit::successor).orElse(end.successor()));
        return served == null && openUsage == OpenUsage.INVOICED
                ? LeftOpen.byEnd(this, end.cancelAt()).map(ended::after).orElse(ended)
                : ended;
    }

    // Absent for none, as in every event of before there were any.
    private @Nullable Integer crossings() {
        int before = terms.coursed().crossings(index, period);
        return before == 0 ? null : before;
    }

    /** The events with a crossing of the threshold. */
    List<SubscriptionEvent> crossed(Crossing crossing, BigDecimal threshold) {
        return and(new SubscriptionEvent.ThresholdCrossed(id, crossing, threshold));
    }

    private @Nullable Unspent unspent(Planned end, OpenUsage openUsage) {
        if (end.proration() != ProrationBehavior.CREATE_PRORATIONS) {
            return null;
        }
        Unspent unspent =
                switch (openUsage) {
                    case INVOICED -> UnspentAdvance.at(terms, index, end.cancelAt(), null);
                    case FORGIVEN ->
                            UnspentAdvance.at(terms, index, end.cancelAt(), period.start());
                };
        return unspent.amount().isPositive() ? unspent : null;
    }

    private Optional<BillingPeriod> servedUntil(Instant moment) {
        return period.start().isBefore(moment)
                ? Optional.of(new BillingPeriod(period.start(), moment))
                : Optional.empty();
    }

    private List<SubscriptionEvent> and(SubscriptionEvent event) {
        List<SubscriptionEvent> all = new ArrayList<>(events);
        all.add(event);
        return List.copyOf(all);
    }
}
