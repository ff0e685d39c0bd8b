package io.tallybook.command.subscription;

import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.SUBSCRIPTION;
import static io.tallybook.command.Some.at;
import static io.tallybook.command.Some.usd;

import io.tallybook.command.Spec;
import io.tallybook.core.Scope;
import io.tallybook.core.subscription.Arrangement;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.Crossing;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.BillingPeriod;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When usage of an open period is invoiced before its end. */
class ThresholdTest {
    private static final Instant NOV = at("2023-11-01T00:00:00Z");
    private static final Instant NOV_11 = at("2023-11-11T00:00:00Z");
    private static final Instant NOV_21 = at("2023-11-21T00:00:00Z");
    private static final Instant DEC = at("2023-12-01T00:00:00Z");
    private static final Instant JAN = at("2024-01-01T00:00:00Z");
    private static final BillingPeriod NOVEMBER = new BillingPeriod(NOV, DEC);
    private static final BillingPeriod DECEMBER = new BillingPeriod(DEC, JAN);

    private final Spec<Subscription> subscription = Spec.of(Subscription.class);

    private static SubscriptionEvent.Activated activated(@Nullable BigDecimal threshold) {
        return new SubscriptionEvent.Activated(
                SUBSCRIPTION,
                SCOPE,
                BeginningTest.terms(BillingCycle.ANNIVERSARY, NOV, null)
                        .with(Arrangement.USUAL.invoicedFrom(threshold)),
                NOVEMBER);
    }

    private static SubscriptionEvent.Activated activated() {
        return activated(BigDecimal.TEN);
    }

    private static SubscriptionCommand.CrossThreshold cross(
            Scope scope, Instant at, Instant stretch, int number, String open) {
        return new SubscriptionCommand.CrossThreshold(
                SUBSCRIPTION, scope, at, stretch, number, usd(open));
    }

    private static SubscriptionCommand.CrossThreshold cross(Instant at, int number, String open) {
        return cross(SCOPE, at, NOV, number, open);
    }

    private static SubscriptionEvent.ThresholdCrossed crossed(Instant at, int number, String open) {
        return new SubscriptionEvent.ThresholdCrossed(
                SUBSCRIPTION,
                new Crossing(0, number, new BillingPeriod(NOV, at), usd(open)),
                BigDecimal.TEN);
    }

    @Test
    void usageThatComesToTheThresholdCrossesIt() {
        subscription
                .given(activated())
                .when(cross(NOV_11, 1, "10.00"))
                .happens(SUBSCRIPTION, crossed(NOV_11, 1, "10.00"));
    }

    @Test
    void theSameCrossingIsToldOnce() {
        subscription
                .given(activated(), crossed(NOV_11, 1, "10.00"))
                .when(cross(NOV_21, 1, "25.00"))
                .nothingHappens(SUBSCRIPTION);
    }

    @Test
    void theNextCrossingFollowsTheOneBefore() {
        subscription
                .given(activated(), crossed(NOV_11, 1, "10.00"))
                .when(cross(NOV_21, 2, "12.00"))
                .happens(SUBSCRIPTION, crossed(NOV_21, 2, "12.00"));
    }

    @Test
    void noCrossingIsLeftOut() {
        subscription.given(activated()).when(cross(NOV_21, 2, "12.00")).isRefusedFor("number", "1");
    }

    @Test
    void lessThanTheThresholdIsRefused() {
        subscription.given(activated()).when(cross(NOV_11, 1, "9.99")).isRefusedFor("open", "10");
    }

    @Test
    void whatWasSeenOfAPeriodThatIsOverDoesNothing() {
        subscription
                .given(
                        activated(),
                        new SubscriptionEvent.Renewed(SUBSCRIPTION, 0, NOVEMBER, DECEMBER))
                .when(cross(NOV_21, 1, "12.00"))
                .nothingHappens(SUBSCRIPTION);
    }

    @Test
    void atTheVeryEndItIsLeftToTheInvoiceOfThePeriod() {
        subscription.given(activated()).when(cross(DEC, 1, "12.00")).nothingHappens(SUBSCRIPTION);
    }

    @Test
    void withoutAThresholdNothingIsCrossed() {
        subscription
                .given(activated(null))
                .when(cross(NOV_11, 1, "12.00"))
                .nothingHappens(SUBSCRIPTION);
    }

    @Test
    void aSubscriptionOfAnotherScopeIsNotThere() {
        subscription
                .given(activated())
                .when(cross(OTHER_SCOPE, NOV_11, NOV, 1, "12.00"))
                .isNotFound();
    }

    @Test
    void whoeverClosesThePeriodSaysHowOftenItWasInvoiced() {
        subscription
                .given(activated(), crossed(NOV_11, 1, "10.00"), crossed(NOV_21, 2, "12.00"))
                .when(new SubscriptionCommand.Renew(SUBSCRIPTION, SCOPE, DEC, 0))
                .happens(
                        SUBSCRIPTION,
                        new SubscriptionEvent.Renewed(SUBSCRIPTION, 0, NOVEMBER, DECEMBER, 2));
    }

    @Test
    void soDoesWhoeverCancels() {
        subscription
                .given(activated(), crossed(NOV_11, 1, "10.00"))
                .when(
                        new SubscriptionCommand.Cancel(
                                SUBSCRIPTION,
                                SCOPE,
                                NOV_21,
                                CancellationType.IMMEDIATE,
                                null,
                                OpenUsage.INVOICED,
                                null))
                .happens(
                        SUBSCRIPTION,
                        new SubscriptionEvent.Cancelled(
                                SUBSCRIPTION,
                                CancellationType.IMMEDIATE,
                                NOV_21,
                                NOV_21,
                                0,
                                new BillingPeriod(NOV, NOV_21),
                                OpenUsage.INVOICED,
                                null,
                                null,
                                1));
    }

    @Test
    void theNextPeriodCountsAnew() {
        subscription
                .given(
                        activated(),
                        crossed(NOV_11, 1, "10.00"),
                        new SubscriptionEvent.Renewed(SUBSCRIPTION, 0, NOVEMBER, DECEMBER, 1))
                .when(new SubscriptionCommand.Renew(SUBSCRIPTION, SCOPE, JAN, 1))
                .happens(
                        SUBSCRIPTION,
                        new SubscriptionEvent.Renewed(
                                SUBSCRIPTION,
                                1,
                                DECEMBER,
                                new BillingPeriod(JAN, at("2024-02-01T00:00:00Z"))));
    }
}
