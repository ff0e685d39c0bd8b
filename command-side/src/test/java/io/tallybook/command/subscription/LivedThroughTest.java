package io.tallybook.command.subscription;

import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.SUBSCRIPTION;
import static io.tallybook.command.Some.at;
import static io.tallybook.command.Some.base;
import static io.tallybook.command.Some.monthly;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.command.Decision;
import io.tallybook.command.Prices;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionPeriods;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionTermsBuilder;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.PeriodUnit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** However late a command comes, what has happened is what would have happened in time. */
class LivedThroughTest {
    private static final long DAY = 86_400;

    /** One life: what was agreed, when its end is asked for, and after how many seconds it ends. */
    record Life(SubscriptionTerms terms, long askedAfter, long endsAfter) {
        Instant asked() {
            return terms.startDate().plusSeconds(askedAfter);
        }

        Instant ends() {
            return asked().plusSeconds(endsAfter);
        }
    }

    @Provide
    Arbitrary<Life> lives() {
        Arbitrary<SubscriptionTerms> terms =
                Combinators.combine(
                                Arbitraries.longs().between(0, 900 * DAY),
                                Arbitraries.of(PeriodUnit.class),
                                Arbitraries.integers().between(1, 3),
                                Arbitraries.of(BillingCycle.class),
                                Arbitraries.of(
                                        "UTC",
                                        "Asia/Kolkata",
                                        "America/New_York",
                                        "Europe/Berlin",
                                        "Pacific/Apia"),
                                Arbitraries.of(0, 7, 45))
                        .as(LivedThroughTest::terms);
        return Combinators.combine(
                        terms,
                        Arbitraries.longs().between(0, 200 * DAY),
                        Arbitraries.longs().between(1, 100 * DAY))
                .as(Life::new);
    }

    private static SubscriptionTerms terms(
            long seconds,
            PeriodUnit unit,
            int count,
            BillingCycle cycle,
            String zone,
            int trialDays) {
        Instant start = at("2023-01-30T10:15:30Z").plusSeconds(seconds);
        LineItem line = base(Prices.fixed("20").period(unit).periodCount(count).build());
        return SubscriptionTermsBuilder.builder(monthly(start, line))
                .billingCycle(cycle)
                .billingPeriod(unit)
                .billingPeriodCount(count)
                .timezone(zone)
                .build()
                .with(BeginningTest.trial(trialDays));
    }

    @Property(tries = 300)
    void aLateCancellationIsThePeriodsInTheirTimeAndThenTheCancellation(
            @ForAll("lives") Life life) {
        List<SubscriptionEvent> late = activated(life.terms());
        apply(late, cancel(life, CancellationType.IMMEDIATE));
        List<SubscriptionEvent> inTime = activated(life.terms());
        renewUpTo(inTime, life.asked());
        apply(inTime, cancel(life, CancellationType.IMMEDIATE));
        assertThat(late).isEqualTo(inTime);
        tiles(late, life.asked());
    }

    @Property(tries = 300)
    void aLateEndIsThePeriodsInTheirTimeAndThenTheEnd(@ForAll("lives") Life life) {
        List<SubscriptionEvent> late = activated(life.terms());
        apply(late, cancel(life, CancellationType.SCHEDULED_DATE));
        List<SubscriptionEvent> inTime = new ArrayList<>(late);
        apply(late, end(life.ends().plusSeconds(500 * DAY)));
        renewUpTo(inTime, life.ends());
        apply(inTime, end(life.ends()));
        assertThat(late).isEqualTo(inTime);
        tiles(late, life.ends());
    }

    @Property(tries = 300)
    void itEndsAtThePeriodsEndWhicheverCommandPerformsIt(@ForAll("lives") Life life) {
        List<SubscriptionEvent> ended = activated(life.terms());
        apply(ended, cancel(life, CancellationType.END_OF_PERIOD));
        List<SubscriptionEvent> renewed = new ArrayList<>(ended);
        SubscriptionEvent.CancellationScheduled scheduled =
                (SubscriptionEvent.CancellationScheduled) ended.getLast();
        apply(ended, end(scheduled.cancelAt()));
        apply(renewed, renew(closings(renewed).size(), scheduled.cancelAt()));
        assertThat(renewed).isEqualTo(ended);
        tiles(ended, scheduled.cancelAt());
    }

    private static List<SubscriptionEvent> activated(SubscriptionTerms terms) {
        List<SubscriptionEvent> history = new ArrayList<>();
        history.addAll(
                events(
                        SubscriptionDecider.create(
                                new SubscriptionState.Absent(),
                                new SubscriptionCommand.Create(
                                        SUBSCRIPTION, SCOPE, terms.startDate(), terms))));
        return history;
    }

    private static SubscriptionCommand cancel(Life life, CancellationType type) {
        return new SubscriptionCommand.Cancel(
                SUBSCRIPTION,
                SCOPE,
                life.asked(),
                type,
                type == CancellationType.SCHEDULED_DATE ? life.ends() : null,
                OpenUsage.INVOICED,
                null);
    }

    private static SubscriptionCommand end(Instant at) {
        return new SubscriptionCommand.End(SUBSCRIPTION, SCOPE, at);
    }

    private static SubscriptionCommand renew(int index, Instant at) {
        return new SubscriptionCommand.Renew(SUBSCRIPTION, SCOPE, at, index);
    }

    // Each period that has ended is renewed at its end; one that a due end cuts is left to that.
    private static void renewUpTo(List<SubscriptionEvent> history, Instant moment) {
        while (state(history) instanceof SubscriptionState.Active active
                && !moment.isBefore(active.period().end())) {
            apply(history, renew(active.periodIndex(), active.period().end()));
        }
        while (state(history) instanceof SubscriptionState.Ending(var active, var planned)
                && active.period().end().isBefore(planned.cancelAt())) {
            apply(history, renew(active.periodIndex(), active.period().end()));
        }
    }

    private static void apply(List<SubscriptionEvent> history, SubscriptionCommand command) {
        SubscriptionState state = state(history);
        Decision<SubscriptionEvent> decision =
                switch (command) {
                    case SubscriptionCommand.Create c -> SubscriptionDecider.create(state, c);
                    case SubscriptionCommand.ConfirmFirstPayment c ->
                            FirstPayment.confirm(state, c);
                    case SubscriptionCommand.GiveUpFirstPayment c -> FirstPayment.giveUp(state, c);
                    case SubscriptionCommand.Renew c -> SubscriptionDecider.renew(state, c);
                    case SubscriptionCommand.Cancel c -> SubscriptionDecider.cancel(state, c);
                    case SubscriptionCommand.End c -> SubscriptionDecider.end(state, c);
                    case SubscriptionCommand.WithdrawCancellation c ->
                            SubscriptionDecider.withdraw(state, c);
                    case SubscriptionCommand.Draft c -> SubscriptionDecider.draft(state, c);
                    case SubscriptionCommand.Activate c -> SubscriptionDecider.activate(state, c);
                    case SubscriptionCommand.SyncLines c -> SubscriptionDecider.sync(state, c);
                    case SubscriptionCommand.ChangeLines c -> SubscriptionDecider.change(state, c);
                    case SubscriptionCommand.ChangeTrial c -> TrialDecider.change(state, c);
                    case SubscriptionCommand.Remeter c -> RemeterDecider.remeter(state, c);
                    case SubscriptionCommand.ScheduleChange c -> PlanDecider.schedule(state, c);
                    case SubscriptionCommand.WithdrawChange c -> PlanDecider.withdraw(state, c);
                    case SubscriptionCommand.Pause c -> PauseDecider.pause(state, c);
                    case SubscriptionCommand.BeginPause c -> PauseDecider.begin(state, c);
                    case SubscriptionCommand.Resume c -> PauseDecider.resume(state, c);
                    case SubscriptionCommand.ChangeHeirs c -> FamilyDecider.change(state, c);
                    case SubscriptionCommand.Disinherit c -> FamilyDecider.disinherit(state, c);
                    case SubscriptionCommand.ChangeGroup c -> GroupDecider.change(state, c);
                    case SubscriptionCommand.JoinGroup c -> GroupDecider.join(state, c);
                    case SubscriptionCommand.LeaveGroup c -> GroupDecider.leave(state, c);
                    case SubscriptionCommand.CrossThreshold c -> ThresholdDecider.cross(state, c);
                    case SubscriptionCommand.Consider _ -> Decision.alreadyDone();
                };
        history.addAll(events(decision));
    }

    private static <E> List<E> events(Decision<E> decision) {
        return switch (decision) {
            case Decision.Accepted<E>(var events) -> events;
            case Decision.AlreadyDone<E>() -> List.of();
            case Decision.Refused<E>(var rejection) ->
                    throw new AssertionError(rejection.message());
        };
    }

    private static SubscriptionState state(List<SubscriptionEvent> history) {
        SubscriptionState state = new SubscriptionState.Absent();
        for (SubscriptionEvent event : history) {
            state = state.evolve(event);
        }
        return state;
    }

    private static List<BillingPeriod> closings(List<SubscriptionEvent> history) {
        List<BillingPeriod> closed = new ArrayList<>();
        for (SubscriptionEvent event : history) {
            if (event instanceof SubscriptionEvent.Renewed renewed) {
                closed.add(renewed.closedPeriod());
            } else if (event instanceof SubscriptionEvent.Cancelled cancelled
                    && cancelled.closedPeriod() != null) {
                closed.add(cancelled.closedPeriod());
            }
        }
        return closed;
    }

    /** What was served is the whole life, without gap or overlap, by the schedule's own periods. */
    private static void tiles(List<SubscriptionEvent> history, Instant end) {
        SubscriptionTerms terms = ((SubscriptionEvent.Activated) history.getFirst()).terms();
        Instant reached = terms.startDate();
        List<BillingPeriod> closed = closings(history);
        for (int i = 0; i < closed.size(); i++) {
            BillingPeriod scheduled = SubscriptionPeriods.of(terms).period(i);
            assertThat(closed.get(i).start()).isEqualTo(reached).isEqualTo(scheduled.start());
            reached = closed.get(i).end();
            assertThat(reached)
                    .isEqualTo(i < closed.size() - 1 ? scheduled.end() : min(end, scheduled.end()));
        }
        assertThat(reached).isEqualTo(end.isBefore(terms.startDate()) ? terms.startDate() : end);
    }

    private static Instant min(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
