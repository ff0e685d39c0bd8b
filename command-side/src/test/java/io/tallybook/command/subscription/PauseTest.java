package io.tallybook.command.subscription;

import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.SUBSCRIPTION;
import static io.tallybook.command.Some.at;

import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.Ulid;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.PauseId;
import io.tallybook.core.subscription.PauseOrder;
import io.tallybook.core.subscription.ResumeMode;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How service is interrupted and goes on: twenty days into a month of thirty. */
class PauseTest {
    private static final Instant NOV = at("2023-11-01T00:00:00Z");
    private static final Instant NOV_21 = at("2023-11-21T00:00:00Z");
    private static final Instant DEC = at("2023-12-01T00:00:00Z");
    private static final Instant DEC_11 = at("2023-12-11T00:00:00Z");
    private static final Instant DEC_21 = at("2023-12-21T00:00:00Z");
    private static final Instant JAN = at("2024-01-01T00:00:00Z");
    private static final BillingPeriod NOVEMBER = new BillingPeriod(NOV, DEC);
    private static final BillingPeriod DECEMBER = new BillingPeriod(DEC, JAN);
    private static final PauseId PAUSE = PauseId.of(Ulid.derived(NOV, "pause"));

    private final Spec<Subscription> subscription = Spec.of(Subscription.class);

    private static SubscriptionEvent.Activated activated(@Nullable Instant end) {
        return new SubscriptionEvent.Activated(
                SUBSCRIPTION,
                SCOPE,
                BeginningTest.terms(BillingCycle.ANNIVERSARY, NOV, end),
                NOVEMBER);
    }

    private static SubscriptionCommand.Pause pause(
            Instant at, PauseOrder.Mode mode, @Nullable Instant start, @Nullable Instant end) {
        return new SubscriptionCommand.Pause(
                SUBSCRIPTION,
                SCOPE,
                at,
                PAUSE,
                mode,
                start,
                end,
                null,
                Course.Rest.LATER,
                "on holiday",
                Map.of());
    }

    private static PauseOrder order(
            PauseOrder.Mode mode, Instant start, @Nullable Instant end, Instant at) {
        return new PauseOrder(
                PAUSE, mode, start, end, Course.Rest.LATER, at, "on holiday", Map.of());
    }

    private static PauseOrder now(Instant start) {
        return order(PauseOrder.Mode.IMMEDIATE, start, null, start);
    }

    private static PauseOrder kept(Instant start) {
        return new PauseOrder(
                PAUSE,
                PauseOrder.Mode.IMMEDIATE,
                start,
                null,
                Course.Rest.KEPT,
                start,
                null,
                Map.of());
    }

    private static SubscriptionEvent.Paused paused(
            PauseOrder order, int index, BillingPeriod broken, @Nullable BillingPeriod served) {
        return new SubscriptionEvent.Paused(SUBSCRIPTION, order, index, broken, served);
    }

    private static SubscriptionEvent.Paused pausedOn21() {
        return paused(now(NOV_21), 0, NOVEMBER, new BillingPeriod(NOV, NOV_21));
    }

    private static SubscriptionCommand.Resume resume(Instant at, ResumeMode mode) {
        return new SubscriptionCommand.Resume(SUBSCRIPTION, SCOPE, at, mode);
    }

    private static SubscriptionEvent.Resumed resumed(
            Instant at, ResumeMode mode, int from, int to, Instant end) {
        return new SubscriptionEvent.Resumed(
                SUBSCRIPTION, PAUSE, at, mode, from, to, new BillingPeriod(at, end));
    }

    private static SubscriptionCommand.Cancel cancel(
            Instant at, CancellationType type, @Nullable Instant when) {
        return new SubscriptionCommand.Cancel(
                SUBSCRIPTION, SCOPE, at, type, when, OpenUsage.INVOICED, null);
    }

    private static SubscriptionEvent.Cancelled cancelled(
            Instant requested, CancellationType type, Instant at) {
        return new SubscriptionEvent.Cancelled(
                SUBSCRIPTION, type, requested, at, 0, null, OpenUsage.INVOICED, null);
    }

    @Test
    void aPauseBreaksTheOpenPeriodOff() {
        subscription
                .given(activated(null))
                .when(pause(NOV_21, PauseOrder.Mode.IMMEDIATE, null, null))
                .happens(SUBSCRIPTION, pausedOn21());
    }

    @Test
    void aPauseAtTheVeryStartOfAPeriodHasNothingToInvoice() {
        subscription
                .given(activated(null))
                .when(pause(DEC, PauseOrder.Mode.IMMEDIATE, null, null))
                .happens(
                        SUBSCRIPTION,
                        new SubscriptionEvent.Renewed(SUBSCRIPTION, 0, NOVEMBER, DECEMBER),
                        paused(now(DEC), 1, DECEMBER, null));
    }

    @Test
    void theSamePauseAgainDoesNothingAndAnotherIsRefused() {
        subscription
                .given(activated(null), pausedOn21())
                .when(pause(NOV_21, PauseOrder.Mode.IMMEDIATE, null, null))
                .nothingHappens(SUBSCRIPTION);
    }

    @Test
    void afterAPauseThePeriodHasItsRestStillToCome() {
        subscription
                .given(activated(null), pausedOn21())
                .when(resume(DEC_11, ResumeMode.IMMEDIATE))
                .happens(SUBSCRIPTION, resumed(DEC_11, ResumeMode.IMMEDIATE, 0, 0, DEC_21));
    }

    @Test
    void whatWasResumedIsRenewedWhenItsRestIsOver() {
        subscription
                .given(
                        activated(null),
                        pausedOn21(),
                        resumed(DEC_11, ResumeMode.IMMEDIATE, 0, 0, DEC_21))
                .when(new SubscriptionCommand.Renew(SUBSCRIPTION, SCOPE, DEC_21, 0))
                .happens(
                        SUBSCRIPTION,
                        new SubscriptionEvent.Renewed(
                                SUBSCRIPTION,
                                0,
                                new BillingPeriod(DEC_11, DEC_21),
                                new BillingPeriod(DEC_21, at("2024-01-21T00:00:00Z"))));
    }

    @Test
    void aPauseThatKeepsThePeriodGoesOnTowardsItsEnd() {
        Instant nov25 = at("2023-11-25T00:00:00Z");

        subscription
                .given(
                        activated(null),
                        paused(kept(NOV_21), 0, NOVEMBER, new BillingPeriod(NOV, NOV_21)))
                .when(resume(nov25, ResumeMode.IMMEDIATE))
                .happens(SUBSCRIPTION, resumed(nov25, ResumeMode.IMMEDIATE, 0, 0, DEC));
    }

    @Test
    void aPauseThatKeepsThePeriodsGoesOnInTheMiddleOfALaterOne() {
        subscription
                .given(
                        activated(null),
                        paused(kept(NOV_21), 0, NOVEMBER, new BillingPeriod(NOV, NOV_21)))
                .when(resume(DEC_11, ResumeMode.IMMEDIATE))
                .happens(SUBSCRIPTION, resumed(DEC_11, ResumeMode.IMMEDIATE, 0, 1, JAN));
    }

    @Test
    void aPauseWithThePeriodsEndIsPlannedAndTakesThePlaceOfItsRenewal() {
        PauseOrder order = order(PauseOrder.Mode.PERIOD_END, DEC, DEC_11, NOV_21);
        var scheduled = new SubscriptionEvent.PauseScheduled(SUBSCRIPTION, order);

        subscription
                .given(activated(null))
                .when(pause(NOV_21, PauseOrder.Mode.PERIOD_END, null, DEC_11))
                .happens(SUBSCRIPTION, scheduled);
        Spec.of(Subscription.class)
                .given(activated(null), scheduled)
                .when(new SubscriptionCommand.Renew(SUBSCRIPTION, SCOPE, DEC, 0))
                .happens(SUBSCRIPTION, paused(order, 0, NOVEMBER, NOVEMBER));
        Spec.of(Subscription.class)
                .given(activated(null), scheduled)
                .when(new SubscriptionCommand.BeginPause(SUBSCRIPTION, SCOPE, DEC, PAUSE))
                .happens(SUBSCRIPTION, paused(order, 0, NOVEMBER, NOVEMBER));
        Spec.of(Subscription.class)
                .given(activated(null), scheduled, paused(order, 0, NOVEMBER, NOVEMBER))
                .when(resume(DEC_11, ResumeMode.AUTO))
                .happens(
                        SUBSCRIPTION,
                        resumed(DEC_11, ResumeMode.AUTO, 0, 1, at("2024-01-11T00:00:00Z")));
    }

    @Test
    void aPauseOnADateBeginsThereAndNotBefore() {
        PauseOrder order = order(PauseOrder.Mode.SCHEDULED, DEC_11, null, NOV_21);
        var scheduled = new SubscriptionEvent.PauseScheduled(SUBSCRIPTION, order);

        subscription
                .given(activated(null), scheduled)
                .when(new SubscriptionCommand.BeginPause(SUBSCRIPTION, SCOPE, DEC, PAUSE))
                .nothingHappens(SUBSCRIPTION);
        Spec.of(Subscription.class)
                .given(activated(null), scheduled)
                .when(new SubscriptionCommand.BeginPause(SUBSCRIPTION, SCOPE, DEC_11, PAUSE))
                .happens(
                        SUBSCRIPTION,
                        new SubscriptionEvent.Renewed(SUBSCRIPTION, 0, NOVEMBER, DECEMBER),
                        paused(order, 1, DECEMBER, new BillingPeriod(DEC, DEC_11)));
    }

    @Test
    void aPlannedPauseIsGivenUpByResuming() {
        PauseOrder order = order(PauseOrder.Mode.SCHEDULED, DEC_11, null, NOV_21);

        subscription
                .given(activated(null), new SubscriptionEvent.PauseScheduled(SUBSCRIPTION, order))
                .when(resume(NOV_21, ResumeMode.IMMEDIATE))
                .happens(
                        SUBSCRIPTION,
                        new SubscriptionEvent.PauseWithdrawn(SUBSCRIPTION, PAUSE, NOV_21));
    }

    @Test
    void theAgreedEndOfAPauseDoesNotComeEarlyAndDoesNothingOnceItIsOver() {
        PauseOrder order = order(PauseOrder.Mode.IMMEDIATE, NOV_21, DEC_21, NOV_21);
        var begun = paused(order, 0, NOVEMBER, new BillingPeriod(NOV, NOV_21));

        subscription
                .given(activated(null), begun)
                .when(resume(DEC_11, ResumeMode.AUTO))
                .nothingHappens(SUBSCRIPTION);
        Spec.of(Subscription.class)
                .given(activated(null), begun, resumed(DEC_11, ResumeMode.IMMEDIATE, 0, 0, DEC_21))
                .when(resume(DEC_21, ResumeMode.AUTO))
                .nothingHappens(SUBSCRIPTION);
    }

    @Test
    void noPeriodEndsInAPause() {
        subscription
                .given(activated(null), pausedOn21())
                .when(new SubscriptionCommand.Renew(SUBSCRIPTION, SCOPE, DEC, 0))
                .nothingHappens(SUBSCRIPTION);
    }

    @Test
    void nothingIsChangedInAPause() {
        SubscriptionTerms terms = BeginningTest.terms(BillingCycle.ANNIVERSARY, NOV, null);

        subscription
                .given(activated(null), pausedOn21())
                .when(
                        new SubscriptionCommand.SyncLines(
                                SUBSCRIPTION, SCOPE, DEC, terms.lineItems(), List.of()))
                .isRefused(Reason.INVALID_OPERATION);
    }

    @Test
    void whatIsPausedCanBeCancelledAndHasNothingLeftToInvoice() {
        subscription
                .given(activated(null), pausedOn21())
                .when(cancel(DEC_11, CancellationType.IMMEDIATE, null))
                .happens(SUBSCRIPTION, cancelled(DEC_11, CancellationType.IMMEDIATE, DEC_11));
    }

    @Test
    void anEndDateComesInAPauseToo() {
        subscription
                .given(activated(DEC_11), pausedOn21())
                .when(new SubscriptionCommand.End(SUBSCRIPTION, SCOPE, DEC_11))
                .happens(SUBSCRIPTION, cancelled(DEC_11, CancellationType.SCHEDULED_DATE, DEC_11));
        Spec.of(Subscription.class)
                .given(activated(DEC_11), pausedOn21())
                .when(resume(DEC_21, ResumeMode.IMMEDIATE))
                .happens(SUBSCRIPTION, cancelled(DEC_11, CancellationType.SCHEDULED_DATE, DEC_11));
    }

    @Test
    void thePeriodOfWhatIsPausedHasNoEndToCancelAt() {
        subscription
                .given(activated(null), pausedOn21())
                .when(cancel(DEC_11, CancellationType.END_OF_PERIOD, null))
                .isRefused(Reason.INVALID_OPERATION);
    }

    @Test
    void whatEndsSoonIsNotPaused() {
        subscription
                .given(
                        activated(null),
                        new SubscriptionEvent.CancellationScheduled(
                                SUBSCRIPTION, CancellationType.END_OF_PERIOD, NOV, DEC, null))
                .when(pause(NOV_21, PauseOrder.Mode.IMMEDIATE, null, null))
                .isRefused(Reason.INVALID_OPERATION);
    }

    @Test
    void aCancellationTakesAPlannedPauseWithIt() {
        PauseOrder order = order(PauseOrder.Mode.SCHEDULED, DEC_11, null, NOV);

        subscription
                .given(activated(null), new SubscriptionEvent.PauseScheduled(SUBSCRIPTION, order))
                .when(cancel(NOV_21, CancellationType.IMMEDIATE, null))
                .happens(
                        SUBSCRIPTION,
                        new SubscriptionEvent.PauseWithdrawn(SUBSCRIPTION, PAUSE, NOV_21),
                        new SubscriptionEvent.Cancelled(
                                SUBSCRIPTION,
                                CancellationType.IMMEDIATE,
                                NOV_21,
                                NOV_21,
                                0,
                                new BillingPeriod(NOV, NOV_21),
                                OpenUsage.INVOICED,
                                null));
    }

    @Test
    void aPauseHasAStartWhereItIsDatedAndAnEndBehindIt() {
        for (SubscriptionCommand.Pause wrong :
                List.of(
                        pause(NOV_21, PauseOrder.Mode.SCHEDULED, null, null),
                        pause(NOV_21, PauseOrder.Mode.SCHEDULED, NOV, null),
                        pause(NOV_21, PauseOrder.Mode.IMMEDIATE, DEC, null),
                        pause(NOV_21, PauseOrder.Mode.IMMEDIATE, null, NOV_21))) {
            Spec.of(Subscription.class)
                    .given(activated(null))
                    .when(wrong)
                    .isRefused(Reason.VALIDATION);
        }
    }

    @Test
    void whatIsNotPausedCannotBeResumed() {
        subscription
                .given(activated(null))
                .when(resume(NOV_21, ResumeMode.IMMEDIATE))
                .isRefused(Reason.INVALID_OPERATION);
    }

    @Test
    void nobodyPausesTheSubscriptionOfAnotherScope() {
        subscription
                .given(activated(null))
                .when(
                        new SubscriptionCommand.Resume(
                                SUBSCRIPTION, OTHER_SCOPE, NOV_21, ResumeMode.IMMEDIATE))
                .isNotFound();
    }
}
