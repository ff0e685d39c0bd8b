package io.tallybook.command.subscription;

import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.SUBSCRIPTION;
import static io.tallybook.command.Some.at;

import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.Scope;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.SubscriptionCommand.ChangeTrial;
import io.tallybook.core.subscription.SubscriptionCommand.Renew;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionEvent.TrialChanged;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How a trial comes to end at another moment than was agreed. */
class TrialChangeTest {
    private static final Instant NOV = at("2023-11-01T00:00:00Z");
    private static final Instant NOV_8 = at("2023-11-08T00:00:00Z");
    private static final Instant MID_NOV = at("2023-11-15T00:00:00Z");
    private static final Instant NOV_22 = at("2023-11-22T00:00:00Z");
    private static final Instant DEC = at("2023-12-01T00:00:00Z");
    private static final BillingPeriod TRIAL = new BillingPeriod(NOV, MID_NOV);
    private static final TrialChanged LONGER =
            new TrialChanged(SUBSCRIPTION, TRIAL, new BillingPeriod(NOV, NOV_22), NOV_22);

    private static SubscriptionTerms trying(BillingCycle cycle, @Nullable Instant end) {
        Instant anchor = cycle == BillingCycle.CALENDAR ? DEC : MID_NOV;
        return BeginningTest.terms(cycle, NOV, end)
                .with(BeginningTest.trial(14))
                .beginning(NOV, anchor, "UTC")
                .with(new Course(MID_NOV, List.of()));
    }

    private static SubscriptionEvent activated(BillingCycle cycle, @Nullable Instant end) {
        return new SubscriptionEvent.Activated(SUBSCRIPTION, SCOPE, trying(cycle, end), TRIAL);
    }

    private static SubscriptionEvent activated() {
        return activated(BillingCycle.ANNIVERSARY, null);
    }

    private static ChangeTrial until(Instant end) {
        return until(SCOPE, NOV_8, end);
    }

    private static ChangeTrial until(Scope scope, Instant at, Instant end) {
        return new ChangeTrial(SUBSCRIPTION, scope, at, end);
    }

    private static Spec<Subscription> given(SubscriptionEvent... events) {
        return Spec.of(Subscription.class).given((Object[]) events);
    }

    @Test
    void aTrialLastsLongerAndPeriodsAreCountedFromItsNewEnd() {
        given(activated()).when(until(NOV_22)).happens(SUBSCRIPTION, LONGER);
        given(activated(), LONGER)
                .when(new Renew(SUBSCRIPTION, SCOPE, NOV_22, 0))
                .happens(
                        SUBSCRIPTION,
                        new SubscriptionEvent.TrialEnded(SUBSCRIPTION, LONGER.trial()),
                        new SubscriptionEvent.Renewed(
                                SUBSCRIPTION,
                                0,
                                LONGER.trial(),
                                new BillingPeriod(NOV_22, at("2023-12-22T00:00:00Z"))));
    }

    @Test
    void aTrialThatLastsLongerDoesNotEndWhenItWasToEnd() {
        given(activated(), LONGER)
                .when(new Renew(SUBSCRIPTION, SCOPE, MID_NOV, 0))
                .isRefused(Reason.INVALID_OPERATION);
    }

    @Test
    void aTrialThatEndsNowIsOverAndChargingBegins() {
        BillingPeriod shorter = new BillingPeriod(NOV, NOV_8);
        given(activated())
                .when(until(NOV_8))
                .happens(
                        SUBSCRIPTION,
                        new TrialChanged(SUBSCRIPTION, TRIAL, shorter, NOV_8),
                        new SubscriptionEvent.TrialEnded(SUBSCRIPTION, shorter),
                        new SubscriptionEvent.Renewed(
                                SUBSCRIPTION,
                                0,
                                shorter,
                                new BillingPeriod(NOV_8, at("2023-12-08T00:00:00Z"))));
    }

    @Test
    void theCalendarIsKept() {
        BillingPeriod shorter = new BillingPeriod(NOV, NOV_8);
        given(activated(BillingCycle.CALENDAR, null))
                .when(until(NOV_8))
                .happens(
                        SUBSCRIPTION,
                        new TrialChanged(SUBSCRIPTION, TRIAL, shorter, DEC),
                        new SubscriptionEvent.TrialEnded(SUBSCRIPTION, shorter),
                        new SubscriptionEvent.Renewed(
                                SUBSCRIPTION, 0, shorter, new BillingPeriod(NOV_8, DEC)));
    }

    @Test
    void theSameEndAgainDoesNothing() {
        given(activated()).when(until(MID_NOV)).nothingHappens(SUBSCRIPTION);
        given(activated(), LONGER).when(until(NOV_22)).nothingHappens(SUBSCRIPTION);
    }

    @Test
    void anEndThatHasPassedOrComesTooLateIsRefused() {
        given(activated()).when(until(NOV_8.minusSeconds(1))).isRefused(Reason.VALIDATION);
        given(activated()).when(until(SCOPE, NOV, NOV)).isRefused(Reason.VALIDATION);
        given(activated()).when(until(at("2034-01-01T00:00:00Z"))).isRefused(Reason.VALIDATION);
        given(activated(BillingCycle.ANNIVERSARY, NOV_22))
                .when(until(NOV_22))
                .isRefused(Reason.VALIDATION);
    }

    @Test
    void whatIsInNoTrialHasNoneToChange() {
        given(activated()).when(until(SCOPE, MID_NOV, NOV_22)).isRefused(Reason.INVALID_OPERATION);
        given(
                        activated(),
                        new SubscriptionEvent.TrialEnded(SUBSCRIPTION, TRIAL),
                        new SubscriptionEvent.Renewed(
                                SUBSCRIPTION,
                                0,
                                TRIAL,
                                new BillingPeriod(MID_NOV, at("2023-12-15T00:00:00Z"))))
                .when(until(SCOPE, NOV_22, DEC))
                .isRefused(Reason.INVALID_OPERATION);
        given(activated()).when(until(OTHER_SCOPE, NOV_8, NOV_22)).isRefused(Reason.NOT_FOUND);
    }

    @Test
    void whatWasAgreedForItsEndIsGivenUpFirst() {
        SubscriptionEvent ending =
                new SubscriptionEvent.CancellationScheduled(
                        SUBSCRIPTION, CancellationType.END_OF_PERIOD, NOV, MID_NOV, null, null);
        given(activated(), ending).when(until(NOV_22)).isRefused(Reason.INVALID_OPERATION);
        given(
                        activated(),
                        new SubscriptionEvent.CancellationScheduled(
                                SUBSCRIPTION,
                                CancellationType.SCHEDULED_DATE,
                                NOV,
                                DEC,
                                null,
                                null))
                .when(until(NOV_22))
                .happens(SUBSCRIPTION, LONGER);
    }
}
