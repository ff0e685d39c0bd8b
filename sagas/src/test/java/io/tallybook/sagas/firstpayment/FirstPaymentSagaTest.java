package io.tallybook.sagas.firstpayment;

import static io.tallybook.sagas.Samples.DECEMBER;
import static io.tallybook.sagas.Samples.INVOICE;
import static io.tallybook.sagas.Samples.NOVEMBER;
import static io.tallybook.sagas.Samples.SCOPE;
import static io.tallybook.sagas.Samples.START;
import static io.tallybook.sagas.Samples.SUBSCRIPTION;
import static io.tallybook.sagas.Samples.USD;
import static io.tallybook.sagas.Samples.meta;
import static io.tallybook.sagas.Samples.opening;
import static io.tallybook.sagas.Samples.usd;

import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoiceCommand.VoidInvoice;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoicePaymentEvent;
import io.tallybook.core.invoice.InvoicePayments;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.invoice.MoneyBack;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.subscription.SubscriptionCommand.ConfirmFirstPayment;
import io.tallybook.core.subscription.SubscriptionCommand.GiveUpFirstPayment;
import io.tallybook.core.subscription.SubscriptionEvent.Missed;
import io.tallybook.core.subscription.SubscriptionEvent.PaymentArrived;
import io.tallybook.core.subscription.SubscriptionEvent.PaymentAwaited;
import io.tallybook.core.subscription.SubscriptionEvent.PaymentMissed;
import io.tallybook.sagas.SagaFixture;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FirstPaymentSagaTest {
    private static final Instant LATER = START.plusSeconds(3_600);
    private static final PaymentAwaited AWAITED =
            new PaymentAwaited(SUBSCRIPTION, INVOICE, START, DECEMBER);
    private static final PaymentId PAYMENT = PaymentId.collecting(INVOICE, START);
    private static final ConfirmFirstPayment CONFIRMED =
            new ConfirmFirstPayment(SUBSCRIPTION, SCOPE, LATER, INVOICE);
    private static final VoidInvoice VOID =
            new VoidInvoice(
                    INVOICE,
                    SCOPE,
                    LATER,
                    "its subscription has ended before it was paid",
                    MoneyBack.To.PAYMENT);

    private final SagaFixture<FirstPaymentSaga> fixture = SagaFixture.of(FirstPaymentSaga.class);

    private static InvoiceEvent.Finalized finalized(String total) {
        return finalized(INVOICE, total);
    }

    private static InvoiceEvent.Finalized finalized(InvoiceId invoice, String total) {
        return new InvoiceEvent.Finalized(
                invoice, "INV-1", START, DECEMBER, List.of(), List.of(), totals(total));
    }

    private static InvoiceTotals totals(String total) {
        return new InvoiceTotals(usd(total), usd("0.00"), usd("0.00"), usd("0.00"), usd(total));
    }

    private static InvoicePaymentEvent.PaymentApplied paid(String amount) {
        return new InvoicePaymentEvent.PaymentApplied(INVOICE, PAYMENT, usd(amount), LATER);
    }

    @Test
    void whatIsPaidInFullIsServed() {
        fixture.axon()
                .givenAPublished(AWAITED, meta(START))
                .andThenAPublished(finalized("20.00"), meta(START))
                .whenPublishingA(paid("20.00"), meta(LATER))
                .expectActiveSagas(1)
                .expectDispatchedCommands(CONFIRMED);
    }

    @Test
    void whatIsPaidInPartWaitsForTheRest() {
        fixture.axon()
                .givenAPublished(AWAITED, meta(START))
                .andThenAPublished(finalized("20.00"), meta(START))
                .whenPublishingA(paid("19.99"), meta(LATER))
                .expectActiveSagas(1)
                .expectNoDispatchedCommands();
    }

    @Test
    void whatIsWrittenOffIsNotWaitedFor() {
        fixture.axon()
                .givenAPublished(AWAITED, meta(START))
                .andThenAPublished(finalized("20.00"), meta(START))
                .whenPublishingA(
                        new InvoicePaymentEvent.WrittenOff(INVOICE, usd("20.00"), null, LATER),
                        meta(LATER))
                .expectDispatchedCommands(CONFIRMED);
    }

    @Test
    void whatComesToNothingIsServedAtOnce() {
        fixture.axon()
                .givenAPublished(AWAITED, meta(START))
                .whenPublishingA(finalized("0.00"), meta(LATER))
                .expectDispatchedCommands(CONFIRMED);
    }

    @Test
    void anInvoiceThatIsSkippedAsksForNothing() {
        fixture.axon()
                .givenAPublished(AWAITED, meta(START))
                .whenPublishingA(skipped(), meta(LATER))
                .expectDispatchedCommands(CONFIRMED);
    }

    private static InvoiceEvent.Skipped skipped() {
        return new InvoiceEvent.Skipped(INVOICE, List.of(), usd("0.00"), "00", "1");
    }

    @Test
    void itEndsWhenTheSubscriptionIsServed() {
        fixture.axon()
                .givenAPublished(AWAITED, meta(START))
                .andThenAPublished(finalized("20.00"), meta(START))
                .andThenAPublished(paid("20.00"), meta(LATER))
                .whenPublishingA(new PaymentArrived(SUBSCRIPTION, INVOICE, LATER), meta(LATER))
                .expectActiveSagas(0)
                .expectNoDispatchedCommands();
    }

    @Test
    void anInvoiceThatIsVoidEndsTheSubscription() {
        fixture.axon()
                .givenAPublished(AWAITED, meta(START))
                .whenPublishingA(voided(null), meta(LATER))
                .expectActiveSagas(1)
                .expectDispatchedCommands(
                        new GiveUpFirstPayment(SUBSCRIPTION, SCOPE, LATER, Missed.INVOICE_VOIDED));
    }

    private static InvoiceEvent.Voided voided(@Nullable InvoiceOpening replacement) {
        return new InvoiceEvent.Voided(INVOICE, LATER, List.of(), null, replacement);
    }

    @Test
    void theInvoiceOfWhatIsVoidIsNotDeclaredVoidAgain() {
        fixture.axon()
                .givenAPublished(AWAITED, meta(START))
                .andThenAPublished(voided(null), meta(LATER))
                .whenPublishingA(
                        new PaymentMissed(SUBSCRIPTION, INVOICE, LATER, Missed.INVOICE_VOIDED),
                        meta(LATER))
                .expectActiveSagas(0)
                .expectNoDispatchedCommands();
    }

    @Test
    void whatStandsInThePlaceOfTheInvoiceIsWaitedFor() {
        InvoiceOpening instead =
                opening(BillingReason.SUBSCRIPTION_CREATE, 0, NOVEMBER, START)
                        .replacing(INVOICE, START);
        InvoiceId replacement = InvoiceId.derived(instead);

        fixture.axon()
                .givenAPublished(AWAITED, meta(START))
                .andThenAPublished(voided(instead), meta(START))
                .whenPublishingA(finalized(replacement, "0.00"), meta(LATER))
                .expectDispatchedCommands(CONFIRMED);
    }

    @Test
    void theInvoiceOfWhatHasEndedIsDeclaredVoid() {
        fixture.axon()
                .givenAPublished(AWAITED, meta(START))
                .andThenAPublished(finalized("20.00"), meta(START))
                .whenPublishingA(missed(), meta(LATER))
                .expectActiveSagas(1)
                .expectDispatchedCommands(VOID);
    }

    private static PaymentMissed missed() {
        return new PaymentMissed(SUBSCRIPTION, INVOICE, LATER, Missed.TIMED_OUT);
    }

    @Test
    void itEndsWhenTheInvoiceIsVoid() {
        fixture.axon()
                .givenAPublished(AWAITED, meta(START))
                .andThenAPublished(finalized("20.00"), meta(START))
                .andThenAPublished(missed(), meta(LATER))
                .whenPublishingA(voided(null), meta(LATER))
                .expectActiveSagas(0)
                .expectNoDispatchedCommands();
    }

    @Test
    void whatCouldNotBeDeclaredVoidWhileItWasFinalizedIsAfterwards() {
        fixture.axon()
                .givenAPublished(AWAITED, meta(START))
                .andThenAPublished(missed(), meta(START))
                .whenPublishingA(finalized("20.00"), meta(LATER))
                .expectActiveSagas(1)
                .expectDispatchedCommands(VOID);
    }

    @Test
    void moneyThatComesAfterTheEndServesNothing() {
        fixture.axon()
                .givenAPublished(AWAITED, meta(START))
                .andThenAPublished(finalized("20.00"), meta(START))
                .andThenAPublished(missed(), meta(LATER))
                .whenPublishingA(paid("20.00"), meta(LATER))
                .expectActiveSagas(1)
                .expectNoDispatchedCommands();
    }

    @Test
    void anInvoiceThatComesToNothingAfterTheEndEndsItToo() {
        fixture.axon()
                .givenAPublished(AWAITED, meta(START))
                .andThenAPublished(missed(), meta(LATER))
                .whenPublishingA(skipped(), meta(LATER))
                .expectActiveSagas(0)
                .expectNoDispatchedCommands();
    }

    @Test
    void itIsReadAsItWasWritten() {
        fixture.survivesStorage(new FirstPaymentState.NotBegun());
        fixture.survivesStorage(
                new FirstPaymentState.Waiting(SUBSCRIPTION, INVOICE, INVOICE, null));
        fixture.survivesStorage(
                new FirstPaymentState.Waiting(
                        SUBSCRIPTION,
                        INVOICE,
                        INVOICE,
                        new FirstPaymentState.Account(usd("20.00"), InvoicePayments.none(USD))));
        fixture.survivesStorage(new FirstPaymentState.Voiding(INVOICE));
        fixture.survivesStorage(new FirstPaymentState.Done());
    }
}
