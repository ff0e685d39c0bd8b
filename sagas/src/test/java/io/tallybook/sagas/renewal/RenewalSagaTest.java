package io.tallybook.sagas.renewal;

import static io.tallybook.sagas.Samples.CUSTOMER;
import static io.tallybook.sagas.Samples.DECEMBER;
import static io.tallybook.sagas.Samples.NOVEMBER;
import static io.tallybook.sagas.Samples.START;
import static io.tallybook.sagas.Samples.SUBSCRIPTION;
import static io.tallybook.sagas.Samples.USD;
import static io.tallybook.sagas.Samples.activated;
import static io.tallybook.sagas.Samples.at;
import static io.tallybook.sagas.Samples.cancelled;
import static io.tallybook.sagas.Samples.fixed;
import static io.tallybook.sagas.Samples.meta;
import static io.tallybook.sagas.Samples.renewed;
import static io.tallybook.sagas.Samples.terms;

import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.subscription.OpenUsage;
import io.tallybook.sagas.SagaFixture;
import io.tallybook.sagas.Samples;
import org.junit.jupiter.api.Test;

class RenewalSagaTest {
    private final SagaFixture<RenewalSaga> fixture = SagaFixture.of(RenewalSaga.class);

    @Test
    void aRenewalOpensTheInvoiceOfThePeriodClosed() {
        var terms = terms(null, fixed("20.00", InvoiceCadence.ARREAR));

        fixture.axon()
                .givenAPublished(activated(terms), meta(START))
                .whenPublishingA(renewed(), meta(DECEMBER))
                .expectActiveSagas(1)
                .expectDispatchedCommands(
                        RenewalProcess.renewed(
                                        new RenewalState.Active(
                                                SUBSCRIPTION, CUSTOMER, USD, null, null),
                                        renewed(),
                                        at(DECEMBER),
                                        Samples.DELAY)
                                .commands()
                                .toArray());
    }

    @Test
    void anActivationThatIsPaidInAdvanceOpensAnInvoice() {
        var activated = activated(terms(null, fixed("20.00", InvoiceCadence.ADVANCE)));

        fixture.axon()
                .givenNoPriorActivity()
                .whenPublishingA(activated, meta(START))
                .expectActiveSagas(1)
                .expectDispatchedCommands(
                        RenewalProcess.activated(activated, at(START)).commands().toArray());
    }

    @Test
    void itEndsWithTheSubscription() {
        var terms = terms(null, fixed("20.00", InvoiceCadence.ARREAR));

        fixture.axon()
                .givenAPublished(activated(terms), meta(START))
                .whenPublishingA(cancelled(NOVEMBER, OpenUsage.INVOICED), meta(DECEMBER))
                .expectActiveSagas(0)
                .expectNoDispatchedCommands();
    }

    @Test
    void itIsReadAsItWasWritten() {
        fixture.survivesStorage(new RenewalState.NotBegun());
        fixture.survivesStorage(new RenewalState.Active(SUBSCRIPTION, CUSTOMER, USD, null, null));
        fixture.survivesStorage(new RenewalState.Ended());
    }
}
