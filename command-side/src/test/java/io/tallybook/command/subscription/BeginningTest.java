package io.tallybook.command.subscription;

import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.SUBSCRIPTION;
import static io.tallybook.command.Some.at;
import static io.tallybook.command.Some.base;
import static io.tallybook.command.Some.decimal;

import io.tallybook.command.Prices;
import io.tallybook.command.Some;
import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.subscription.Arrangement;
import io.tallybook.core.subscription.CollectionMethod;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.PaymentBehavior;
import io.tallybook.core.subscription.PaymentTerms;
import io.tallybook.core.subscription.ProrationBehavior;
import io.tallybook.core.subscription.SpendCommitment;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.SubscriptionTermsBuilder;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.domain.time.PeriodUnit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How a subscription begins: drafted or at once, with a trial or without. */
class BeginningTest {
    private static final Instant NOV = at("2023-11-01T00:00:00Z");
    private static final Instant MID_NOV = at("2023-11-15T00:00:00Z");
    private static final Instant DEC = at("2023-12-01T00:00:00Z");
    private static final Instant MID_DEC = at("2023-12-15T00:00:00Z");
    private static final Instant JAN = at("2024-01-01T00:00:00Z");
    private static final BillingPeriod TRIAL = new BillingPeriod(NOV, MID_NOV);

    private final Spec<Subscription> subscription = Spec.of(Subscription.class);

    static SubscriptionTerms terms(BillingCycle cycle, Instant start, @Nullable Instant end) {
        return SubscriptionTermsBuilder.builder(
                        Some.monthly(start, base(Prices.fixed("20").build())))
                .endDate(end)
                .billingCycle(cycle)
                .build();
    }

    private static SubscriptionTerms monthly() {
        return terms(BillingCycle.ANNIVERSARY, NOV, null);
    }

    static Arrangement trial(int days) {
        return arranged(null, null, days);
    }

    private static Arrangement arranged(
            @Nullable PaymentTerms due,
            @Nullable SpendCommitment commitment,
            @Nullable Integer trialDays) {
        return new Arrangement(
                CollectionMethod.CHARGE_AUTOMATICALLY,
                PaymentBehavior.DEFAULT_ACTIVE,
                ProrationBehavior.NONE,
                due,
                null,
                commitment,
                trialDays);
    }

    private static SubscriptionCommand.Create create(SubscriptionTerms terms) {
        return new SubscriptionCommand.Create(SUBSCRIPTION, SCOPE, NOV, terms);
    }

    private static SubscriptionCommand.Draft draft(SubscriptionTerms terms) {
        return new SubscriptionCommand.Draft(SUBSCRIPTION, SCOPE, NOV, terms);
    }

    private static SubscriptionCommand.Activate activate(Instant start) {
        return new SubscriptionCommand.Activate(SUBSCRIPTION, SCOPE, DEC, start);
    }

    private static SubscriptionEvent.Drafted drafted() {
        return new SubscriptionEvent.Drafted(
                SUBSCRIPTION, SCOPE, monthly(), new BillingPeriod(NOV, DEC));
    }

    private static SubscriptionEvent.Activated activated(
            SubscriptionTerms terms, Instant from, Instant to) {
        return new SubscriptionEvent.Activated(
                SUBSCRIPTION, SCOPE, terms, new BillingPeriod(from, to));
    }

    @Test
    void aDraftIsWrittenDownAndWaits() {
        subscription.when(draft(monthly())).happens(SUBSCRIPTION, drafted());
    }

    @Test
    void aDraftThatIsRepeatedIsTheSameDraft() {
        subscription.given(drafted()).when(draft(monthly())).nothingHappens(SUBSCRIPTION);
    }

    @Test
    void aDraftOfOtherContentUnderTheSameIdIsAConflict() {
        subscription
                .given(drafted())
                .when(draft(monthly().with(trial(3))))
                .isRefused(Reason.CONFLICT);
    }

    @Test
    void aDraftBeginsWhereItIsActivated() {
        SubscriptionTerms from = monthly().beginning(DEC, DEC, "UTC");

        subscription
                .given(drafted())
                .when(activate(DEC))
                .happens(SUBSCRIPTION, activated(from, DEC, JAN));
    }

    @Test
    void toActivateAgainForTheSameDayDoesNothing() {
        SubscriptionTerms from = monthly().beginning(DEC, DEC, "UTC");

        subscription
                .given(drafted(), activated(from, DEC, JAN))
                .when(activate(DEC))
                .nothingHappens(SUBSCRIPTION);
    }

    @Test
    void whatIsActiveCannotBeActivatedForAnotherDay() {
        subscription
                .given(activated(monthly(), NOV, DEC))
                .when(activate(MID_DEC))
                .isRefused(Reason.INVALID_OPERATION);
    }

    @Test
    void aDraftIsNeitherRenewedNorCancelled() {
        subscription
                .given(drafted())
                .when(new SubscriptionCommand.Renew(SUBSCRIPTION, SCOPE, DEC, 0))
                .isRefused(Reason.INVALID_OPERATION);
    }

    @Test
    void nobodyActivatesTheDraftOfAnotherScope() {
        subscription
                .given(drafted())
                .when(new SubscriptionCommand.Activate(SUBSCRIPTION, OTHER_SCOPE, DEC, DEC))
                .isNotFound();
    }

    @Test
    void aDraftWithAnEndCannotBeginAfterIt() {
        SubscriptionTerms ending = terms(BillingCycle.ANNIVERSARY, NOV, DEC);

        subscription
                .given(
                        new SubscriptionEvent.Drafted(
                                SUBSCRIPTION, SCOPE, ending, new BillingPeriod(NOV, DEC)))
                .when(activate(JAN))
                .isRefused(Reason.VALIDATION);
    }

    @Test
    void aTrialIsTheFirstPeriodAndTheOthersAreCountedFromItsEnd() {
        SubscriptionTerms agreed = monthly().with(trial(14));
        SubscriptionTerms settled =
                agreed.beginning(NOV, MID_NOV, "UTC").with(new Course(MID_NOV, List.of()));

        subscription.when(create(agreed)).happens(SUBSCRIPTION, activated(settled, NOV, MID_NOV));
    }

    @Test
    void aTrialEndsAtTheMomentThatWasAgreed() {
        Instant afternoon = MID_NOV.plusSeconds(54_321);
        SubscriptionTerms agreed = monthly().with(Arrangement.USUAL.chargedFrom(afternoon));
        SubscriptionTerms settled =
                agreed.beginning(NOV, afternoon, "UTC").with(new Course(afternoon, List.of()));

        subscription.when(create(agreed)).happens(SUBSCRIPTION, activated(settled, NOV, afternoon));
    }

    @Test
    void aTrialIsToldInDaysOrByItsEnd() {
        subscription
                .when(create(monthly().with(trial(14).chargedFrom(MID_NOV))))
                .isRefused(Reason.VALIDATION);
        subscription
                .when(create(monthly().with(Arrangement.USUAL.chargedFrom(Instant.MAX))))
                .isRefused(Reason.VALIDATION);
    }

    @Test
    void aTrialOfTenYearsIsTheLongest() {
        Instant tooLong = NOV.plus(Duration.ofDays(3_651));

        subscription
                .when(create(monthly().with(Arrangement.USUAL.chargedFrom(tooLong))))
                .isRefused(Reason.VALIDATION);
    }

    @Test
    void afterATrialTheCalendarHoldsAgain() {
        SubscriptionTerms agreed = terms(BillingCycle.CALENDAR, NOV, null).with(trial(14));
        SubscriptionTerms settled =
                agreed.beginning(NOV, DEC, "UTC").with(new Course(MID_NOV, List.of()));

        subscription
                .given(activated(settled, NOV, MID_NOV))
                .when(new SubscriptionCommand.Renew(SUBSCRIPTION, SCOPE, MID_NOV, 0))
                .happens(
                        SUBSCRIPTION,
                        new SubscriptionEvent.TrialEnded(SUBSCRIPTION, TRIAL),
                        new SubscriptionEvent.Renewed(
                                SUBSCRIPTION, 0, TRIAL, new BillingPeriod(MID_NOV, DEC)));
    }

    @Test
    void aTrialEndsOnlyOnce() {
        SubscriptionTerms settled =
                monthly()
                        .with(trial(14))
                        .beginning(NOV, MID_NOV, "UTC")
                        .with(new Course(MID_NOV, List.of()));

        subscription
                .given(
                        activated(settled, NOV, MID_NOV),
                        new SubscriptionEvent.TrialEnded(SUBSCRIPTION, TRIAL),
                        new SubscriptionEvent.Renewed(
                                SUBSCRIPTION, 0, TRIAL, new BillingPeriod(MID_NOV, MID_DEC)))
                .when(new SubscriptionCommand.Renew(SUBSCRIPTION, SCOPE, MID_NOV, 0))
                .nothingHappens(SUBSCRIPTION);
    }

    @Test
    void aTrialThatLastsToTheEndIsRefused() {
        subscription
                .when(create(terms(BillingCycle.ANNIVERSARY, NOV, MID_NOV).with(trial(14))))
                .isRefused(Reason.VALIDATION);
    }

    @Test
    void whatIsInvoicedCannotWaitForACharge() {
        var mixed =
                new Arrangement(
                        CollectionMethod.SEND_INVOICE,
                        PaymentBehavior.ERROR_IF_INCOMPLETE,
                        ProrationBehavior.NONE,
                        null,
                        null,
                        null,
                        null);

        subscription.when(create(monthly().with(mixed))).isRefused(Reason.VALIDATION);
    }

    @Test
    void aCommitmentIsForNoLessThanAPeriod() {
        var daily =
                new SpendCommitment(
                        decimal("100"),
                        decimal("1.5"),
                        PeriodUnit.DAILY,
                        SpendCommitment.Shortfall.CHARGED);

        subscription
                .when(create(monthly().with(arranged(null, daily, null))))
                .isRefused(Reason.VALIDATION);
    }

    @Test
    void beyondACommitmentNothingIsCheaper() {
        var cheap =
                new SpendCommitment(
                        decimal("100"), decimal("0.5"), null, SpendCommitment.Shortfall.FORGIVEN);

        subscription
                .when(create(monthly().with(arranged(null, cheap, null))))
                .isRefused(Reason.VALIDATION);
    }

    @Test
    void noInvoiceWaitsLongerThanAYearToBeDue() {
        subscription
                .when(create(monthly().with(arranged(new PaymentTerms(400), null, null))))
                .isRefused(Reason.VALIDATION);
    }
}
