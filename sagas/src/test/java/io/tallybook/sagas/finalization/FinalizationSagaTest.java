package io.tallybook.sagas.finalization;

import static io.tallybook.sagas.Samples.CUSTOMER;
import static io.tallybook.sagas.Samples.INVOICE;
import static io.tallybook.sagas.Samples.SCOPE;
import static io.tallybook.sagas.Samples.computed;
import static io.tallybook.sagas.Samples.debited;
import static io.tallybook.sagas.Samples.meta;
import static io.tallybook.sagas.Samples.usd;
import static io.tallybook.sagas.Samples.wallet;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Rejection;
import io.tallybook.core.Ulid;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.Closing;
import io.tallybook.core.invoice.CreditBurnt;
import io.tallybook.core.invoice.InvoiceCommand.Finalize;
import io.tallybook.core.invoice.InvoiceEvent.Computed;
import io.tallybook.core.invoice.InvoiceEvent.Finalized;
import io.tallybook.core.invoice.InvoiceEvent.Skipped;
import io.tallybook.core.invoice.InvoiceEvent.Voided;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.wallet.WalletCommand.Debit;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.sagas.GiveBacks;
import io.tallybook.sagas.SagaFixture;
import io.tallybook.sagas.Samples;
import io.tallybook.sagas.TestDatabase;
import io.tallybook.sagas.ViewsInMemory;
import io.tallybook.sagas.finalization.FinalizationState.Asked;
import io.tallybook.sagas.finalization.FinalizationState.Debiting;
import io.tallybook.sagas.finalization.FinalizationState.Done;
import io.tallybook.sagas.finalization.FinalizationState.Finalizing;
import io.tallybook.sagas.finalization.FinalizationState.NotBegun;
import io.tallybook.sagas.finalization.FinalizationState.Returning;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.axonframework.commandhandling.CommandExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FinalizationSagaTest {
    private static final Instant DUE = Instant.parse("2023-12-01T02:00:00Z");
    private static final Instant LATER = Instant.parse("2023-12-05T00:00:00Z");
    private static final WalletId POOR = wallet("poor");
    private static final WalletId RICH = wallet("rich");
    private static final TestDatabase DATABASE = new TestDatabase();

    private final ViewsInMemory views = new ViewsInMemory();
    private final WalletOrder order = new WalletOrder(DATABASE.dataSource(), views.gateway());
    private final SagaFixture<FinalizationSaga> fixture =
            SagaFixture.of(FinalizationSaga.class).with(order);

    @AfterAll
    static void stop() {
        DATABASE.close();
    }

    @BeforeEach
    void nothingIsRemembered() throws Exception {
        try (var connection = DATABASE.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("truncate wallet_order");
        }
        // 30 credits at 0.5 are worth less than 25 at 1.
        views.wallet(POOR, CUSTOMER, "30", "0.5");
        views.wallet(RICH, CUSTOMER, "25", "1");
        views.wallet(wallet("empty"), CUSTOMER, "0", "1");
    }

    private static WalletTransactionId debitOf(WalletId wallet) {
        return WalletTransactionId.of(Ulid.derived(DUE, "debit", INVOICE.value(), wallet.value()));
    }

    private static Debit debit(WalletId wallet, String upTo) {
        return new Debit(wallet, SCOPE, DUE, debitOf(wallet), INVOICE, usd(upTo));
    }

    private static CreditBurnt burnt(WalletId wallet, String amount) {
        return new CreditBurnt(wallet, debitOf(wallet), usd(amount));
    }

    @Test
    void theWalletWorthMostIsAskedFirst() {
        fixture.axon()
                .givenNoPriorActivity()
                .whenPublishingA(computed("40.00"), meta(DUE))
                .expectActiveSagas(1)
                .expectDispatchedCommands(debit(RICH, "40.00"));
    }

    @Test
    void theNextWalletIsAskedForTheRest() {
        fixture.axon()
                .givenAPublished(computed("40.00"), meta(DUE))
                .whenPublishingA(debited(RICH, debitOf(RICH), "25.00"), meta(DUE))
                .expectActiveSagas(1)
                .expectDispatchedCommands(debit(POOR, "15.00"));
    }

    @Test
    void theInvoiceIsToldWhatWasReallyPaid() {
        fixture.axon()
                .givenAPublished(computed("40.00"), meta(DUE))
                .andThenAPublished(debited(RICH, debitOf(RICH), "25.00"), meta(DUE))
                .whenPublishingA(debited(POOR, debitOf(POOR), "14.00"), meta(DUE))
                .expectActiveSagas(1)
                .expectDispatchedCommands(
                        new Finalize(
                                INVOICE,
                                SCOPE,
                                DUE,
                                List.of(burnt(RICH, "25.00"), burnt(POOR, "14.00"))));
    }

    @Test
    void anInvoiceThatNoWalletPaysIsNotWaitedFor() {
        fixture.axon()
                .givenNoPriorActivity()
                .whenPublishingA(computed("0.00"), meta(DUE))
                .expectActiveSagas(0)
                .expectDispatchedCommands(new Finalize(INVOICE, SCOPE, DUE, List.of()));
    }

    @Test
    void anInvoiceThatIsFinalizedAlreadyAsksNobody() {
        Computed asking = computed("40.00");
        var closing =
                new Computed(
                        asking.invoiceId(),
                        asking.customerId(),
                        asking.conventions(),
                        asking.lines(),
                        asking.subtotal(),
                        asking.creditable(),
                        asking.inputsDigest(),
                        asking.engineVersion(),
                        null,
                        null,
                        Closing.AT_ONCE);
        fixture.axon()
                .givenNoPriorActivity()
                .whenPublishingA(closing, meta(DUE))
                .expectActiveSagas(0)
                .expectNoDispatchedCommands();
    }

    @Test
    void itEndsWhenTheInvoiceIsFinalized() {
        var zero = usd("0.00");
        fixture.axon()
                .givenAPublished(computed("25.00"), meta(DUE))
                .andThenAPublished(debited(RICH, debitOf(RICH), "25.00"), meta(DUE))
                .whenPublishingA(
                        new Finalized(
                                INVOICE,
                                "INV-1",
                                DUE,
                                LATER,
                                List.of(),
                                List.of(),
                                new InvoiceTotals(zero, zero, zero, zero, zero)),
                        meta(DUE))
                .expectActiveSagas(0)
                .expectNoDispatchedCommands();
    }

    @Test
    void itEndsWhenTheInvoiceIsSkipped() {
        fixture.axon()
                .givenAPublished(computed("25.00"), meta(DUE))
                .andThenAPublished(debited(RICH, debitOf(RICH), "25.00"), meta(DUE))
                .whenPublishingA(new Skipped(INVOICE, List.of(), usd("0.00"), "00", "1"), meta(DUE))
                .expectActiveSagas(0);
    }

    @Test
    void aVoidWhileAWalletIsAskedGivesTheDebitBack() {
        fixture.axon()
                .givenAPublished(computed("40.00"), meta(DUE))
                .andThenAPublished(new Voided(INVOICE, LATER, List.of(), null), meta(LATER))
                .whenPublishingA(debited(RICH, debitOf(RICH), "25.00"), meta(DUE))
                .expectActiveSagas(0)
                .expectDispatchedCommands(GiveBacks.of(SCOPE, RICH, debitOf(RICH), DUE));
    }

    @Test
    void aVoidBeforeTheNumberGivesEverythingBack() {
        fixture.axon()
                .givenAPublished(computed("25.00"), meta(DUE))
                .andThenAPublished(debited(RICH, debitOf(RICH), "25.00"), meta(DUE))
                .whenPublishingA(new Voided(INVOICE, LATER, List.of(), null), meta(LATER))
                .expectActiveSagas(0)
                .expectDispatchedCommands(GiveBacks.of(SCOPE, RICH, debitOf(RICH), LATER));
    }

    @Test
    void aWalletThatRefusesIsPassedOver() {
        fixture.axon()
                .setCallbackBehavior(
                        (command, _) -> {
                            if (command instanceof Debit debit && debit.walletId().equals(RICH)) {
                                var no = Rejection.notFound("wallet", RICH.value());
                                throw new CommandExecutionException(no.message(), null, no);
                            }
                            return null;
                        });

        fixture.axon()
                .givenNoPriorActivity()
                .whenPublishingA(computed("40.00"), meta(DUE))
                .expectActiveSagas(1)
                .expectDispatchedCommands(debit(RICH, "40.00"), debit(POOR, "40.00"));
    }

    @Test
    void aStepRepeatedAfterACrashAsksTheSameWalletsInTheSameOrder() {
        WalletOrder.Choice first = chosen(order);
        // The first debit went through before the crash, and somebody has topped up another wallet.
        views.wallet(RICH, CUSTOMER, "0", "1");
        views.wallet(POOR, CUSTOMER, "3000", "0.5");

        assertThat(first.wallets()).containsExactly(RICH, POOR);
        assertThat(chosen(new WalletOrder(DATABASE.dataSource(), views.gateway())))
                .isEqualTo(first);
    }

    @Test
    void walletsOfOthersAreNotAsked() {
        views.wallet(
                wallet("other"),
                io.tallybook.core.customer.CustomerId.of(Samples.ulid("b")),
                "900",
                "1");

        assertThat(chosen(order).wallets()).containsExactly(RICH, POOR);
    }

    @Test
    void invoicesOfABatchAskEachItsOwnWalletsAndOneWithoutAnyNobody() {
        CustomerId neighbour = CustomerId.of(Samples.ulid("b"));
        views.wallet(wallet("theirs"), neighbour, "900", "1");
        chosen(order);
        views.wallet(RICH, CUSTOMER, "0", "1");

        assertThat(
                        order.of(
                                SCOPE,
                                List.of(
                                        computed("40.00"),
                                        of("second", neighbour),
                                        of("third", CustomerId.of(Samples.ulid("c"))))))
                .containsOnly(
                        Map.entry(INVOICE, asking(RICH, POOR)),
                        Map.entry(invoice("second"), asking(wallet("theirs"))),
                        Map.entry(invoice("third"), asking()));
    }

    private static WalletOrder.Choice chosen(WalletOrder order) {
        return Objects.requireNonNull(
                order.of(SCOPE, List.of(computed("40.00"))).get(INVOICE), "a choice");
    }

    private static Computed of(String invoice, CustomerId customer) {
        Computed like = computed("40.00");
        return new Computed(
                invoice(invoice),
                customer,
                like.conventions(),
                like.lines(),
                like.subtotal(),
                like.creditable(),
                "00",
                "1");
    }

    private static InvoiceId invoice(String name) {
        return InvoiceId.of(Samples.ulid(name));
    }

    private static WalletOrder.Choice asking(WalletId... wallets) {
        return new WalletOrder.Choice(List.of(wallets), Map.of());
    }

    @Test
    void itIsReadAsItWasWritten() {
        fixture.survivesStorage(new NotBegun());
        fixture.survivesStorage(
                new Debiting(
                        INVOICE,
                        SCOPE,
                        DUE,
                        usd("15.00"),
                        new Asked(POOR, debitOf(POOR)),
                        List.of(wallet("third")),
                        List.of(burnt(RICH, "25.00"))));
        fixture.survivesStorage(new Finalizing(SCOPE, List.of(burnt(RICH, "25.00"))));
        fixture.survivesStorage(new Returning(SCOPE, new Asked(POOR, debitOf(POOR))));
        fixture.survivesStorage(new Done());
    }
}
