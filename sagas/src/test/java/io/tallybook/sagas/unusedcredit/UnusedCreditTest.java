package io.tallybook.sagas.unusedcredit;

import static io.tallybook.sagas.Samples.CUSTOMER;
import static io.tallybook.sagas.Samples.INVOICE;
import static io.tallybook.sagas.Samples.NOVEMBER;
import static io.tallybook.sagas.Samples.SCOPE;
import static io.tallybook.sagas.Samples.START;
import static io.tallybook.sagas.Samples.SUBSCRIPTION;
import static io.tallybook.sagas.Samples.USD;
import static io.tallybook.sagas.Samples.fixed;
import static io.tallybook.sagas.Samples.opening;
import static io.tallybook.sagas.Samples.terms;
import static io.tallybook.sagas.Samples.usd;
import static io.tallybook.sagas.Samples.wallet;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Stamp;
import io.tallybook.core.catalogue.PriceDocument.InvoiceCadence;
import io.tallybook.core.invoice.BillableLines;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.InvoiceLine;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.invoice.InvoiceView;
import io.tallybook.core.invoice.InvoiceView.Status;
import io.tallybook.core.invoice.LineSettlement;
import io.tallybook.core.invoice.UnspentAdvance;
import io.tallybook.core.subscription.SubscriptionTerms;
import io.tallybook.core.subscription.Unspent;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.sagas.ProcessCommands;
import io.tallybook.sagas.Subscriptions;
import io.tallybook.sagas.TestDatabase;
import io.tallybook.sagas.ViewsInMemory;
import io.tallybook.sagas.duework.DueItem;
import io.tallybook.sagas.duework.Duty;
import io.tallybook.sagas.duework.Prepared;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** 20.00 for November were charged in advance; it ends on the 16th, at the half of it. */
class UnusedCreditTest {
    private static final Instant END = Instant.parse("2023-11-16T00:00:00Z");
    private static final SubscriptionTerms TERMS =
            terms(null, fixed("20.00", InvoiceCadence.ADVANCE));
    private static final InvoiceOpening FIRST =
            opening(BillingReason.SUBSCRIPTION_CREATE, 0, NOVEMBER, START);
    private static final WalletId WALLET = wallet("one");
    private static final WalletId OWN = ChosenWallets.ownOf(CUSTOMER, USD);
    private static final TestDatabase DATABASE = new TestDatabase();

    private final ViewsInMemory views = new ViewsInMemory();
    private final SimpleCommandBus bus = SimpleCommandBus.builder().build();
    private final List<Object> sent = new ArrayList<>();
    private final UnusedCredit process =
            new UnusedCredit(
                    views.gateway(),
                    new Subscriptions(views.gateway(), Duration.ZERO),
                    new ChosenWallets(DATABASE.dataSource(), views.gateway()),
                    new ProcessCommands(DefaultCommandGateway.builder().commandBus(bus).build()));

    @AfterAll
    static void stop() {
        DATABASE.close();
    }

    /** Each test a change of its own: which wallet takes it is remembered. */
    private Prepared prepared(String change) {
        Unspent unspent = UnspentAdvance.at(TERMS, 0, END, null);
        assertThat(unspent.amount()).isEqualTo(usd("10.00"));
        var owed = new Duty.UnusedAmount(SUBSCRIPTION, change, unspent.parts(), unspent.amount());
        return process.prepare(
                        SCOPE, List.of(new DueItem(SCOPE, END, Duty.CreditUnused.of(END, owed), 0)))
                .getFirst();
    }

    private void shown(Status status, String discount) {
        views.subscription(SUBSCRIPTION, TERMS);
        bus.subscribe(
                WalletCommand.Create.class.getName(),
                message -> {
                    sent.add(message.getPayload());
                    return null;
                });
        InvoiceLineInput line = BillableLines.of(TERMS, FIRST).getFirst().input(INVOICE, null);
        views.invoices(
                List.of(
                        new InvoiceView(
                                INVOICE,
                                SCOPE,
                                FIRST,
                                status,
                                null,
                                List.of(
                                        new InvoiceLine(
                                                line,
                                                new BigDecimal("20.00"),
                                                usd("20.00"),
                                                List.of())),
                                List.of(
                                        new LineSettlement(
                                                line.id(), usd(discount), usd("0"), usd("0"))),
                                List.of(),
                                new InvoiceTotals(
                                        usd("20"), usd(discount), usd("0"), usd("0"), usd("0")),
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                Stamp.first(START, "test", 0),
                                null,
                                null,
                                null)));
    }

    private static void into(WalletId wallet, String credits, Prepared prepared) {
        assertThat(prepared)
                .isInstanceOfSatisfying(
                        Prepared.Ready.class,
                        ready ->
                                assertThat(ready.command())
                                        .isInstanceOfSatisfying(
                                                WalletCommand.TopUp.class,
                                                topUp -> {
                                                    assertThat(topUp.walletId()).isEqualTo(wallet);
                                                    assertThat(topUp.credits())
                                                            .isEqualByComparingTo(credits);
                                                    assertThat(topUp.at()).isEqualTo(END);
                                                }));
    }

    @Test
    void whatWasPaidGoesToTheOldestWallet() {
        shown(Status.FINALIZED, "5.00");
        views.wallet(WALLET, CUSTOMER, "0", "1");

        into(WALLET, "7.50", prepared("discounted"));
        assertThat(sent).isEmpty();
    }

    @Test
    void whereThereIsNoneOneIsOpenedForIt() {
        shown(Status.FINALIZED, "0.00");

        into(OWN, "10.00", prepared("none"));
        assertThat(sent)
                .singleElement()
                .isInstanceOfSatisfying(
                        WalletCommand.Create.class,
                        create -> assertThat(create.walletId()).isEqualTo(OWN));
    }

    @Test
    void aWalletThatWasClosedSinceIsNotAskedAndTheNextIsOpened() {
        shown(Status.FINALIZED, "0.00");
        views.closedWallet(WALLET, CUSTOMER);
        into(OWN, "10.00", prepared("closed"));

        views.closedWallet(OWN, CUSTOMER);
        assertThat(prepared("closed"))
                .isInstanceOfSatisfying(
                        Prepared.Ready.class,
                        ready ->
                                assertThat(((WalletCommand.TopUp) ready.command()).walletId())
                                        .isNotIn(WALLET, OWN));
    }

    @Test
    void nothingIsGivenForWhatWasForNothing() {
        shown(Status.FINALIZED, "20.00");
        assertThat(prepared("free")).isInstanceOf(Prepared.Moot.class);

        shown(Status.VOIDED, "0.00");
        assertThat(prepared("void")).isInstanceOf(Prepared.Moot.class);
    }

    @Test
    void whatIsNotFinalIsWaitedFor() {
        shown(Status.COMPUTED, "0.00");

        assertThat(prepared("draft"))
                .isInstanceOfSatisfying(
                        Prepared.Postponed.class,
                        postponed -> assertThat(postponed.waitsFor()).isEqualTo(INVOICE));
    }

    @Test
    void aSubscriptionThatIsNotShownYetIsTriedAgain() {
        assertThat(prepared("behind")).isInstanceOf(Prepared.Unready.class);
    }
}
