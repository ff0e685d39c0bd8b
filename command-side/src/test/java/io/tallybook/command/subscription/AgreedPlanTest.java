package io.tallybook.command.subscription;

import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.SUBSCRIPTION;
import static io.tallybook.command.Some.at;
import static io.tallybook.command.Some.decimal;
import static io.tallybook.command.Some.lineItem;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.command.Decision;
import io.tallybook.command.Prices;
import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.PlanId;
import io.tallybook.core.catalogue.PriceId;
import io.tallybook.core.subscription.AgreedPlan;
import io.tallybook.core.subscription.Amendment;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.PauseId;
import io.tallybook.core.subscription.PauseOrder;
import io.tallybook.core.subscription.ScheduleId;
import io.tallybook.core.subscription.Settling;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Another plan, agreed in November for the end of it. */
class AgreedPlanTest {
    private static final Instant NOV = at("2023-11-01T00:00:00Z");
    private static final Instant MID_NOV = at("2023-11-15T00:00:00Z");
    private static final Instant DEC = at("2023-12-01T00:00:00Z");
    private static final Instant JAN = at("2024-01-01T00:00:00Z");
    private static final PlanId PRO = PlanId.of(Ulid.derived(NOV, "pro"));
    private static final ScheduleId SCHEDULE = ScheduleId.of(Ulid.derived(NOV, "schedule"));

    private final Spec<Subscription> subscription = Spec.of(Subscription.class);

    private static SubscriptionTerms terms() {
        return BeginningTest.terms(BillingCycle.ANNIVERSARY, NOV, null);
    }

    private static AgreedPlan toPro(ScheduleId id) {
        var line =
                new LineItem(
                        lineItem("pro"),
                        PriceId.of(Ulid.derived(NOV, "pro")),
                        Prices.fixed("50").build(),
                        null,
                        "Pro",
                        "Pro",
                        decimal("1"));
        return new AgreedPlan(
                id,
                PRO,
                Settling.AT_ONCE,
                List.of(line),
                AgreedPlan.Addons.CARRY,
                MID_NOV,
                Map.of());
    }

    private static SubscriptionEvent.Activated activated() {
        return new SubscriptionEvent.Activated(
                SUBSCRIPTION, SCOPE, terms(), new BillingPeriod(NOV, DEC));
    }

    private static SubscriptionEvent.ChangeScheduled scheduled() {
        return new SubscriptionEvent.ChangeScheduled(SUBSCRIPTION, toPro(SCHEDULE), DEC);
    }

    private static SubscriptionCommand.ScheduleChange schedule(ScheduleId id) {
        return new SubscriptionCommand.ScheduleChange(SUBSCRIPTION, SCOPE, MID_NOV, toPro(id));
    }

    @Test
    void anotherPlanIsAgreedForTheEndOfThePeriodOnce() {
        subscription.given(activated()).when(schedule(SCHEDULE)).happens(SUBSCRIPTION, scheduled());
        Spec.of(Subscription.class)
                .given(activated(), scheduled())
                .when(schedule(SCHEDULE))
                .nothingHappens(SUBSCRIPTION);
        Spec.of(Subscription.class)
                .given(activated(), scheduled())
                .when(schedule(ScheduleId.of(Ulid.derived(NOV, "another"))))
                .isRefused(Reason.INVALID_OPERATION);
    }

    @Test
    void itIsGoneOverToWhenThePeriodIsClosedWhateverClosesIt() {
        SubscriptionState state = new SubscriptionState.Absent();
        for (SubscriptionEvent event : List.of(activated(), scheduled())) {
            state = state.evolve(event);
        }

        var decision =
                SubscriptionDecider.renew(
                        state, new SubscriptionCommand.Renew(SUBSCRIPTION, SCOPE, DEC, 0));

        List<SubscriptionEvent> events = ((Decision.Accepted<SubscriptionEvent>) decision).events();
        var changed = (SubscriptionEvent.LinesChanged) events.getFirst();
        Amendment amendment = Objects.requireNonNull(changed.amendment());
        assertThat(amendment.changeId()).isEqualTo(SCHEDULE.value());
        assertThat(amendment.planId()).isEqualTo(PRO);
        assertThat(amendment.charged().isZero()).isTrue();
        assertThat(changed.added()).allSatisfy(line -> assertThat(line.startDate()).isEqualTo(DEC));
        assertThat(changed.ended())
                .extracting(SubscriptionEvent.LineEnd::endDate)
                .containsExactly(DEC);
        assertThat(events.get(1))
                .isEqualTo(
                        new SubscriptionEvent.Renewed(
                                SUBSCRIPTION,
                                0,
                                new BillingPeriod(NOV, DEC),
                                new BillingPeriod(DEC, JAN)));
        for (SubscriptionEvent event : events) {
            state = state.evolve(event);
        }
        assertThat(((SubscriptionState.Active) state).changing()).isEmpty();
        assertThat(((SubscriptionState.Active) state).terms().planId()).isEqualTo(PRO);
    }

    @Test
    void whatWasAgreedCanBeGivenUpAndGoesWithTheEnd() {
        subscription
                .given(activated(), scheduled())
                .when(
                        new SubscriptionCommand.WithdrawChange(
                                SUBSCRIPTION, SCOPE, MID_NOV, SCHEDULE))
                .happens(
                        SUBSCRIPTION,
                        new SubscriptionEvent.ChangeWithdrawn(SUBSCRIPTION, SCHEDULE, MID_NOV));
        Spec.of(Subscription.class)
                .given(activated(), scheduled())
                .when(
                        new SubscriptionCommand.Cancel(
                                SUBSCRIPTION,
                                SCOPE,
                                MID_NOV,
                                CancellationType.IMMEDIATE,
                                null,
                                OpenUsage.INVOICED,
                                null))
                .happens(
                        SUBSCRIPTION,
                        new SubscriptionEvent.ChangeWithdrawn(SUBSCRIPTION, SCHEDULE, MID_NOV),
                        new SubscriptionEvent.Cancelled(
                                SUBSCRIPTION,
                                CancellationType.IMMEDIATE,
                                MID_NOV,
                                MID_NOV,
                                0,
                                new BillingPeriod(NOV, MID_NOV),
                                OpenUsage.INVOICED,
                                null));
    }

    @Test
    void whatEndsWithThePeriodGoesOverToNothing() {
        subscription
                .given(
                        activated(),
                        new SubscriptionEvent.CancellationScheduled(
                                SUBSCRIPTION, CancellationType.END_OF_PERIOD, NOV, DEC, null))
                .when(schedule(SCHEDULE))
                .isRefused(Reason.INVALID_OPERATION);
    }

    @Test
    void whatGoesOverToAnotherPlanIsNotPausedMeanwhile() {
        subscription
                .given(activated(), scheduled())
                .when(
                        new SubscriptionCommand.Pause(
                                SUBSCRIPTION,
                                SCOPE,
                                MID_NOV,
                                PauseId.of(Ulid.derived(NOV, "pause")),
                                PauseOrder.Mode.IMMEDIATE,
                                null,
                                null,
                                null,
                                Course.Rest.LATER,
                                null,
                                Map.of()))
                .isRefused(Reason.INVALID_OPERATION);
    }
}
