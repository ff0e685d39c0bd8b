package io.tallybook.sagas.cancellation;

import static io.tallybook.sagas.Samples.DECEMBER;
import static io.tallybook.sagas.Samples.NOVEMBER;
import static io.tallybook.sagas.Samples.SCOPE;
import static io.tallybook.sagas.Samples.START;
import static io.tallybook.sagas.Samples.SUBSCRIPTION;
import static io.tallybook.sagas.Samples.cancelled;
import static io.tallybook.sagas.Samples.meta;
import static io.tallybook.sagas.Samples.opening;
import static io.tallybook.sagas.Samples.terms;
import static io.tallybook.sagas.Samples.usage;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoiceCommand.Open;
import io.tallybook.core.invoice.InvoiceEvent.Opened;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.domain.time.BillingPeriod;
import io.tallybook.sagas.InvoiceIds;
import io.tallybook.sagas.SagaFixture;
import io.tallybook.sagas.Samples;
import io.tallybook.sagas.Subscriptions;
import io.tallybook.sagas.ViewsInMemory;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CancellationSagaTest {
    private static final Instant MIDDLE = Instant.parse("2023-11-16T12:00:00Z");
    private static final BillingPeriod SERVED = new BillingPeriod(START, MIDDLE);
    private static final Open LAST =
            new Open(
                    InvoiceIds.of(MIDDLE, SUBSCRIPTION, 0, BillingReason.SUBSCRIPTION_CANCEL),
                    SCOPE,
                    MIDDLE,
                    opening(
                            BillingReason.SUBSCRIPTION_CANCEL,
                            0,
                            SERVED,
                            Instant.parse("2023-11-16T14:00:00Z")));

    private final ViewsInMemory views = new ViewsInMemory();
    private final SagaFixture<CancellationSaga> fixture =
            SagaFixture.of(CancellationSaga.class)
                    .with(new Subscriptions(views.gateway(), Duration.ofMillis(10)));

    @Test
    void whatWasServedUntilTheEndIsInvoiced() {
        views.subscription(SUBSCRIPTION, terms(null, usage("request", "0.01")));

        fixture.axon()
                .givenNoPriorActivity()
                .whenPublishingA(cancelled(SERVED, OpenUsage.INVOICED), meta(MIDDLE))
                .expectActiveSagas(1)
                .expectDispatchedCommands(LAST);
    }

    @Test
    void itEndsWhenTheLastInvoiceIsOpen() {
        views.subscription(SUBSCRIPTION, terms(null, usage("request", "0.01")));

        fixture.axon()
                .givenAPublished(cancelled(SERVED, OpenUsage.INVOICED), meta(MIDDLE))
                .whenPublishingA(new Opened(LAST.invoiceId(), SCOPE, LAST.opening()), meta(MIDDLE))
                .expectActiveSagas(0)
                .expectNoDispatchedCommands();
    }

    @Test
    void whatIsForgivenIsNotInvoiced() {
        fixture.axon()
                .givenNoPriorActivity()
                .whenPublishingA(cancelled(SERVED, OpenUsage.FORGIVEN), meta(MIDDLE))
                .expectActiveSagas(0)
                .expectNoDispatchedCommands();
    }

    @Test
    void anEndAtTheVeryStartOfAPeriodLeavesNothingToInvoice() {
        fixture.axon()
                .givenNoPriorActivity()
                .whenPublishingA(cancelled(null, OpenUsage.INVOICED), meta(START))
                .expectActiveSagas(0)
                .expectNoDispatchedCommands();
    }

    @Test
    void aViewThatDoesNotShowTheSubscriptionYetIsAFaultToBeTriedAgain() {
        var subscriptions = new Subscriptions(views.gateway(), Duration.ofMillis(10));

        assertThat(subscriptions.terms(SCOPE, java.util.List.of(SUBSCRIPTION))).isEmpty();
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> subscriptions.termsOf(SCOPE, SUBSCRIPTION))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(SUBSCRIPTION.value());
    }

    @Test
    void theOpeningOfAnotherInvoiceChangesNothing() {
        CancellationState invoicing = new CancellationState.Invoicing(LAST.invoiceId());
        var other =
                new Opened(
                        Samples.INVOICE,
                        SCOPE,
                        opening(BillingReason.SUBSCRIPTION_CYCLE, 0, NOVEMBER, DECEMBER));

        assertThat(CancellationProcess.opened(invoicing, other)).isEqualTo(invoicing);
        assertThat(CancellationProcess.opened(new CancellationState.NotBegun(), other))
                .isEqualTo(new CancellationState.NotBegun());
        assertThat(CancellationProcess.opened(new CancellationState.Done(), other))
                .isEqualTo(new CancellationState.Done());
    }

    @Test
    void itIsReadAsItWasWritten() {
        fixture.survivesStorage(new CancellationState.NotBegun());
        fixture.survivesStorage(new CancellationState.Invoicing(LAST.invoiceId()));
        fixture.survivesStorage(new CancellationState.Done());
    }
}
