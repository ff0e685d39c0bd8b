package io.tallybook.command.subscription;

import static io.tallybook.command.Some.CUSTOMER;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.SUBSCRIPTION;
import static io.tallybook.command.Some.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.command.Prices;
import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.Ulid;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.subscription.Arrangement;
import io.tallybook.core.subscription.CancellationType;
import io.tallybook.core.subscription.CollectionMethod;
import io.tallybook.core.subscription.Course;
import io.tallybook.core.subscription.Family;
import io.tallybook.core.subscription.FirstInvoice;
import io.tallybook.core.subscription.LineItem;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.core.subscription.PaymentBehavior;
import io.tallybook.core.subscription.ProrationBehavior;
import io.tallybook.core.subscription.SubscriptionCommand;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionEvent.Missed;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.domain.time.BillingCycle;
import io.tallybook.domain.time.BillingPeriod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A subscription that is held back until its first invoice is paid. */
class FirstPaymentTest {
    private static final Instant NOV = at("2023-11-01T00:00:00Z");
    private static final Instant MID_NOV = at("2023-11-15T00:00:00Z");
    private static final Instant DEC = at("2023-12-01T00:00:00Z");
    private static final Instant MID_DEC = at("2023-12-15T00:00:00Z");
    private static final Instant LATEST = NOV.plus(Duration.ofHours(23));
    private static final BillingPeriod NOVEMBER = new BillingPeriod(NOV, DEC);
    private static final BillingPeriod TRIAL = new BillingPeriod(NOV, MID_NOV);

    private final Spec<Subscription> subscription = Spec.of(Subscription.class);

    private static Arrangement agreed(PaymentBehavior behavior, @Nullable Integer trialDays) {
        return new Arrangement(
                CollectionMethod.CHARGE_AUTOMATICALLY,
                behavior,
                ProrationBehavior.NONE,
                null,
                null,
                null,
                trialDays);
    }

    /** 20.00 a month, in advance or in arrear. */
    private static SubscriptionTerms terms(InvoiceCadence cadence, Arrangement agreed) {
        SubscriptionTerms usual = BeginningTest.terms(BillingCycle.ANNIVERSARY, NOV, null);
        LineItem line = usual.lineItems().getFirst();
        var price = Prices.fixed("20").cadence(cadence).build();
        return usual.with(List.of(line.at(line.priceId(), price))).with(agreed);
    }

    private static SubscriptionTerms heldBack() {
        return terms(
                InvoiceCadence.ADVANCE,
                agreed(PaymentBehavior.ALLOW_INCOMPLETE, null).heldBack(23));
    }

    private static SubscriptionCommand.Create create(SubscriptionTerms terms, Instant at) {
        return new SubscriptionCommand.Create(SUBSCRIPTION, SCOPE, at, terms);
    }

    private static SubscriptionEvent.Activated activated(
            SubscriptionTerms terms, BillingPeriod first) {
        return new SubscriptionEvent.Activated(SUBSCRIPTION, SCOPE, terms, first);
    }

    private static InvoiceId first() {
        return InvoiceId.derived(FirstInvoice.of(SUBSCRIPTION, heldBack()).orElseThrow());
    }

    private static SubscriptionEvent.PaymentAwaited awaited(Instant since, Instant until) {
        return new SubscriptionEvent.PaymentAwaited(SUBSCRIPTION, first(), since, until);
    }

    private Spec<Subscription> incomplete() {
        return subscription.given(activated(heldBack(), NOVEMBER), awaited(NOV, LATEST));
    }

    private static SubscriptionEvent.Cancelled ended(Instant moment, @Nullable String reason) {
        return new SubscriptionEvent.Cancelled(
                SUBSCRIPTION,
                CancellationType.IMMEDIATE,
                moment,
                moment,
                0,
                new BillingPeriod(NOV, moment),
                OpenUsage.FORGIVEN,
                reason);
    }

    private static SubscriptionEvent.PaymentMissed missed(Instant moment, Missed because) {
        return new SubscriptionEvent.PaymentMissed(SUBSCRIPTION, first(), moment, because);
    }

    private static SubscriptionCommand.GiveUpFirstPayment giveUp(Instant moment, Missed because) {
        return new SubscriptionCommand.GiveUpFirstPayment(SUBSCRIPTION, SCOPE, moment, because);
    }

    private static SubscriptionCommand.ConfirmFirstPayment confirm(Instant moment) {
        return new SubscriptionCommand.ConfirmFirstPayment(SUBSCRIPTION, SCOPE, moment, first());
    }

    @Test
    void theFirstInvoiceOfAnothersSubscriptionGoesToWhoPays() {
        CustomerId payer = CustomerId.of(Ulid.derived(NOV, "payer"));
        SubscriptionTerms paid =
                terms(InvoiceCadence.ADVANCE, agreed(PaymentBehavior.ALLOW_INCOMPLETE, null))
                        .with(Family.paidBy(payer));
        InvoiceOpening first = FirstInvoice.of(SUBSCRIPTION, paid).orElseThrow();

        assertThat(first.customerId()).isEqualTo(payer);
        assertThat(first.subscriber()).isEqualTo(CUSTOMER);
    }

    @Test
    void aBeginningWaitsForItsFirstInvoiceToBePaid() {
        subscription
                .when(create(heldBack(), NOV))
                .happens(SUBSCRIPTION, activated(heldBack(), NOVEMBER), awaited(NOV, LATEST));
    }

    @Test
    void itsRepeatIsTheSameBeginning() {
        incomplete().when(create(heldBack(), NOV)).nothingHappens(SUBSCRIPTION);
    }

    @Test
    void whatBeginsLaterHasItsTimeToPayFromThenOn() {
        subscription
                .when(create(heldBack(), NOV.minus(Duration.ofDays(3))))
                .happens(SUBSCRIPTION, activated(heldBack(), NOVEMBER), awaited(NOV, LATEST));
    }

    @Test
    void whatWasDatedBackHasItsTimeToPayFromNowOnAndNeverBeyondThePeriod() {
        Instant late = DEC.minus(Duration.ofHours(2));

        subscription
                .when(create(heldBack(), late))
                .happens(SUBSCRIPTION, activated(heldBack(), NOVEMBER), awaited(late, DEC));
    }

    @Test
    void whatWasDatedBackBeyondItsFirstPeriodCannotWait() {
        subscription.when(create(heldBack(), DEC)).isRefused(Reason.VALIDATION);
    }

    @Test
    void withoutAnythingToPayFirstThereIsNothingToWaitFor() {
        SubscriptionTerms arrear =
                terms(
                        InvoiceCadence.ARREAR,
                        agreed(PaymentBehavior.ALLOW_INCOMPLETE, null).heldBack(23));

        subscription.when(create(arrear, NOV)).happens(SUBSCRIPTION, activated(arrear, NOVEMBER));
    }

    @Test
    void whatIsActiveByDefaultWaitsForNothing() {
        SubscriptionTerms active =
                terms(
                        InvoiceCadence.ADVANCE,
                        agreed(PaymentBehavior.DEFAULT_ACTIVE, null).heldBack(23));

        subscription.when(create(active, NOV)).happens(SUBSCRIPTION, activated(active, NOVEMBER));
    }

    @Test
    void whatWasAgreedBeforeThereWasATimeToPayWaitsForNothing() {
        SubscriptionTerms old =
                terms(InvoiceCadence.ADVANCE, agreed(PaymentBehavior.ALLOW_INCOMPLETE, null));

        subscription.when(create(old, NOV)).happens(SUBSCRIPTION, activated(old, NOVEMBER));
    }

    @Test
    void aDraftWaitsOnceItIsActivated() {
        subscription
                .given(new SubscriptionEvent.Drafted(SUBSCRIPTION, SCOPE, heldBack(), NOVEMBER))
                .when(new SubscriptionCommand.Activate(SUBSCRIPTION, SCOPE, NOV, NOV))
                .happens(SUBSCRIPTION, activated(heldBack(), NOVEMBER), awaited(NOV, LATEST));
    }

    @Test
    void itIsServedOnceItIsPaid() {
        incomplete()
                .when(confirm(NOV))
                .happens(
                        SUBSCRIPTION,
                        new SubscriptionEvent.PaymentArrived(SUBSCRIPTION, first(), NOV));
    }

    @Test
    void aRepeatedConfirmationDoesNothing() {
        subscription
                .given(
                        activated(heldBack(), NOVEMBER),
                        awaited(NOV, LATEST),
                        new SubscriptionEvent.PaymentArrived(SUBSCRIPTION, first(), NOV))
                .when(confirm(NOV))
                .nothingHappens(SUBSCRIPTION);
    }

    @Test
    void anotherInvoiceDoesNotStandForTheFirst() {
        var other = InvoiceId.of(Ulid.derived(NOV, "other"));

        incomplete()
                .when(new SubscriptionCommand.ConfirmFirstPayment(SUBSCRIPTION, SCOPE, NOV, other))
                .isRefused(Reason.VALIDATION);
    }

    @Test
    void fromAnotherScopeItIsNotThere() {
        incomplete()
                .when(
                        new SubscriptionCommand.ConfirmFirstPayment(
                                SUBSCRIPTION, OTHER_SCOPE, NOV, first()))
                .isRefused(Reason.NOT_FOUND);
    }

    @Test
    void notPaidInTimeItEndsAndNothingOfItIsCharged() {
        incomplete()
                .when(giveUp(LATEST, Missed.TIMED_OUT))
                .happens(
                        SUBSCRIPTION,
                        ended(LATEST, "its first invoice was not paid in time"),
                        missed(LATEST, Missed.TIMED_OUT));
    }

    @Test
    void itIsNotGivenUpTooEarly() {
        incomplete()
                .when(giveUp(LATEST.minusSeconds(1), Missed.TIMED_OUT))
                .isRefused(Reason.INVALID_OPERATION);
    }

    @Test
    void anInvoiceThatIsVoidCannotBePaidAnyMore() {
        incomplete()
                .when(giveUp(MID_NOV, Missed.INVOICE_VOIDED))
                .happens(
                        SUBSCRIPTION,
                        ended(MID_NOV, "its first invoice was declared void"),
                        missed(MID_NOV, Missed.INVOICE_VOIDED));
    }

    @Test
    void whatHasEndedIsNotGivenUpAgainNorServedAfterAll() {
        Spec<Subscription> over =
                subscription.given(
                        activated(heldBack(), NOVEMBER),
                        awaited(NOV, LATEST),
                        ended(LATEST, null),
                        missed(LATEST, Missed.TIMED_OUT));

        over.when(giveUp(LATEST, Missed.TIMED_OUT)).nothingHappens(SUBSCRIPTION);
        over.when(confirm(LATEST)).nothingHappens(SUBSCRIPTION);
    }

    @Test
    void whatIsPaidIsNotGivenUp() {
        subscription
                .given(
                        activated(heldBack(), NOVEMBER),
                        awaited(NOV, LATEST),
                        new SubscriptionEvent.PaymentArrived(SUBSCRIPTION, first(), NOV))
                .when(giveUp(LATEST, Missed.TIMED_OUT))
                .nothingHappens(SUBSCRIPTION);
    }

    @Test
    void itCanBeCancelledAtOnce() {
        Instant soon = NOV.plusSeconds(60);

        incomplete()
                .when(cancel(CancellationType.IMMEDIATE, soon))
                .happens(SUBSCRIPTION, ended(soon, "too dear"), missed(soon, Missed.ENDED));
    }

    @Test
    void itCannotBeCancelledLater() {
        incomplete()
                .when(cancel(CancellationType.END_OF_PERIOD, NOV.plusSeconds(60)))
                .isRefused(Reason.VALIDATION);
    }

    private static SubscriptionCommand.Cancel cancel(CancellationType type, Instant moment) {
        return new SubscriptionCommand.Cancel(
                SUBSCRIPTION, SCOPE, moment, type, null, OpenUsage.INVOICED, "too dear");
    }

    @Test
    void nothingElseIsDoneWithItBefore() {
        incomplete()
                .when(new SubscriptionCommand.WithdrawCancellation(SUBSCRIPTION, SCOPE, NOV))
                .isRefused(Reason.INVALID_OPERATION);
        incomplete()
                .when(new SubscriptionCommand.Renew(SUBSCRIPTION, SCOPE, DEC, 0))
                .isRefused(Reason.INVALID_OPERATION);
    }

    @Test
    void anEndDateThatComesBeforeThePaymentEndsIt() {
        Instant end = NOV.plus(Duration.ofHours(5));
        SubscriptionTerms shortly =
                BeginningTest.terms(BillingCycle.ANNIVERSARY, NOV, end)
                        .with(heldBack().lineItems())
                        .with(heldBack().arranged());

        subscription
                .given(activated(shortly, NOVEMBER), awaited(NOV, LATEST))
                .when(new SubscriptionCommand.End(SUBSCRIPTION, SCOPE, end))
                .happens(SUBSCRIPTION, ended(end, null), missed(end, Missed.ENDED));
    }

    private static SubscriptionTerms afterTrial() {
        return terms(
                        InvoiceCadence.ADVANCE,
                        agreed(PaymentBehavior.ALLOW_INCOMPLETE, 14).heldBack(23))
                .beginning(NOV, MID_NOV, "UTC")
                .with(new Course(MID_NOV, List.of()));
    }

    @Test
    void aTrialIsServedAndThePeriodAfterItWaits() {
        var period = new BillingPeriod(MID_NOV, MID_DEC);
        InvoiceId invoice =
                InvoiceId.derived(
                        FirstInvoice.afterTrial(SUBSCRIPTION, afterTrial(), 1, period)
                                .orElseThrow());

        subscription
                .given(activated(afterTrial(), TRIAL))
                .when(new SubscriptionCommand.Renew(SUBSCRIPTION, SCOPE, MID_NOV, 0))
                .happens(
                        SUBSCRIPTION,
                        new SubscriptionEvent.TrialEnded(SUBSCRIPTION, TRIAL),
                        new SubscriptionEvent.Renewed(SUBSCRIPTION, 0, TRIAL, period),
                        new SubscriptionEvent.PaymentAwaited(
                                SUBSCRIPTION,
                                invoice,
                                MID_NOV,
                                MID_NOV.plus(Duration.ofHours(23))));
    }

    @Test
    void aRenewalThatIsRepeatedWhileItWaitsDoesNothing() {
        var period = new BillingPeriod(MID_NOV, MID_DEC);

        subscription
                .given(
                        activated(afterTrial(), TRIAL),
                        new SubscriptionEvent.TrialEnded(SUBSCRIPTION, TRIAL),
                        new SubscriptionEvent.Renewed(SUBSCRIPTION, 0, TRIAL, period),
                        awaited(MID_NOV, MID_NOV.plus(Duration.ofHours(23))))
                .when(new SubscriptionCommand.Renew(SUBSCRIPTION, SCOPE, MID_NOV, 0))
                .nothingHappens(SUBSCRIPTION);
    }

    @Test
    void aTrialThatHasEndedIsClosedBeforeAnythingElseIsDone() {
        subscription
                .given(activated(afterTrial(), TRIAL))
                .when(cancel(CancellationType.IMMEDIATE, MID_NOV))
                .isRefused(Reason.INVALID_OPERATION);
    }

    @Test
    void theTimeToPayIsBounded() {
        SubscriptionTerms forEver =
                heldBack().with(agreed(PaymentBehavior.ALLOW_INCOMPLETE, null).heldBack(721));

        subscription.when(create(forEver, NOV)).isRefused(Reason.VALIDATION);
    }
}
