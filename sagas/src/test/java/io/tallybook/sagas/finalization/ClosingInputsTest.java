package io.tallybook.sagas.finalization;

import static io.tallybook.sagas.Samples.CUSTOMER;
import static io.tallybook.sagas.Samples.JANUARY;
import static io.tallybook.sagas.Samples.NOVEMBER;
import static io.tallybook.sagas.Samples.SCOPE;
import static io.tallybook.sagas.Samples.SUBSCRIPTION;
import static io.tallybook.sagas.Samples.terms;
import static io.tallybook.sagas.Samples.usage;
import static io.tallybook.sagas.Samples.wallet;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.Closing;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Samples;
import io.tallybook.sagas.Subscriptions;
import io.tallybook.sagas.ViewsInMemory;
import io.tallybook.sagas.duework.DueItem;
import io.tallybook.sagas.duework.Duty;
import io.tallybook.sagas.duework.Prepared;
import java.time.Duration;
import java.util.List;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which invoices are closed with their computation: those that ask no wallet. */
class ClosingInputsTest {
    private final ViewsInMemory views = new ViewsInMemory();
    private final ComputationInputs inputs =
            new ComputationInputs(
                    new Subscriptions(views.gateway(), Duration.ZERO),
                    views.gateway(),
                    new ProcessCommands(
                            DefaultCommandGateway.builder()
                                    .commandBus(SimpleCommandBus.builder().build())
                                    .build()));

    @BeforeEach
    void agreed() {
        views.subscription(SUBSCRIPTION, terms(null, usage("request", "0.01")));
        views.usage(request -> ViewsInMemory.reading(request, "4000"));
    }

    private boolean isClosing() {
        InvoiceOpening opening =
                Samples.opening(BillingReason.SUBSCRIPTION_CYCLE, 0, NOVEMBER, NOVEMBER.end());
        var item =
                new DueItem(
                        SCOPE,
                        JANUARY,
                        new Duty.FinalizeInvoice(InvoiceId.derived(opening), opening),
                        0);
        if (inputs.prepare(SCOPE, List.of(item)).getFirst()
                instanceof Prepared.Ready(var _, InvoiceCommand.Compute compute)) {
            return compute.closing() == Closing.AT_ONCE;
        }
        throw new AssertionError("not ready");
    }

    @Test
    void aCustomerWithoutWalletsHasNobodyToAsk() {
        views.wallet(wallet("neighbour"), CustomerId.of(Samples.ulid("b")), "30", "1");
        assertThat(isClosing()).isTrue();
    }

    @Test
    void aWalletWithCreditsIsAsked() {
        views.wallet(wallet("own"), CUSTOMER, "30", "1");
        assertThat(isClosing()).isFalse();
    }

    @Test
    void anEmptyWalletIsNot() {
        views.wallet(wallet("empty"), CUSTOMER, "0", "1");
        assertThat(isClosing()).isTrue();
    }
}
