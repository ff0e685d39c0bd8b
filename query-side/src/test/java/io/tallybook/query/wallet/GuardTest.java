package io.tallybook.query.wallet;

import static io.tallybook.query.Samples.SCOPE;
import static io.tallybook.query.Samples.START;
import static io.tallybook.query.Samples.transactionId;
import static io.tallybook.query.Samples.ulid;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.customer.CustomerEvent;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.TransactionDocument.Part;
import io.tallybook.core.wallet.TransactionDocument.Reason;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.query.ReadSide;
import io.tallybook.query.Samples;
import io.tallybook.query.customer.CustomerFold;
import io.tallybook.query.customer.CustomerProjector;
import io.tallybook.query.view.Recorded;
import io.tallybook.query.view.TableRows;
import io.tallybook.query.view.Versioned;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A processor that lost its claim may still be writing: what is stored later stays. */
class GuardTest {
    private static final WalletId WALLET = WalletId.of(ulid("wallet"));

    private final ReadSide side = ReadSide.start();

    @AfterEach
    void close() {
        side.close();
    }

    @Test
    void aLateWriterChangesNothing() {
        TableRows<CustomerView, CustomerEvent> rows =
                new TableRows<>(side.tables(), CustomerProjector.TABLE);
        CustomerFold fold = new CustomerFold();
        CustomerView first = fold.on(null, Samples.customerCreated(SCOPE, "ada"), info(0));
        CustomerView second = fold.on(first, Samples.customerRenamed("ada", "Ada L."), info(1));
        rows.save(List.of(new Versioned<>(first.id().value(), second, 1))).block();
        List<String> before = side.rows("view_customer");

        rows.save(List.of(new Versioned<>(first.id().value(), first, 0))).block();
        rows.save(
                        List.of(
                                new Versioned<>(
                                        first.id().value(),
                                        fold.on(
                                                first,
                                                Samples.customerRenamed("ada", "Another"),
                                                info(1)),
                                        1)))
                .block();

        assertThat(side.rows("view_customer")).isEqualTo(before).hasSize(1);
    }

    @Test
    void aLateWriterDoesNotBringBackCreditsThatWereBurnt() {
        WalletRows rows = new WalletRows(side.tables());
        WalletFold fold = new WalletFold();
        WalletLedger topped =
                fold.on(
                        fold.on(
                                null,
                                new WalletEvent.Created(WALLET, SCOPE, Samples.wallet("ada")),
                                info(0)),
                        topUp(),
                        info(1));
        WalletLedger debited = fold.on(topped, debit(), info(2));
        rows.save(List.of(new Versioned<>(WALLET.value(), debited, 2))).block();
        List<String> wallets = side.rows("view_wallet");
        List<String> movements = side.rows("view_wallet_transaction");

        rows.save(List.of(new Versioned<>(WALLET.value(), topped, 1))).block();

        assertThat(side.rows("view_wallet")).isEqualTo(wallets).hasSize(1);
        assertThat(side.rows("view_wallet_transaction")).isEqualTo(movements).hasSize(2);
    }

    @Test
    void aWalletInMemoryThatAnotherProgramOvertookIsNotGoneOnWith() {
        WalletRows here = new WalletRows(side.tables());
        WalletRows there = new WalletRows(side.tablesOfAnotherProgram());
        WalletFold fold = new WalletFold();
        var created = new WalletEvent.Created(WALLET, SCOPE, Samples.wallet("ada"));
        WalletLedger topped = fold.on(fold.on(null, created, info(0)), topUp(), info(1));
        here.save(List.of(new Versioned<>(WALLET.value(), topped, 1))).block();
        assertThat(here.load(List.of(WALLET.value()), List.of(debit())).block())
                .containsOnlyKeys(WALLET.value());

        WalletLedger debited = fold.on(topped, debit(), info(2));
        there.save(List.of(new Versioned<>(WALLET.value(), debited, 2))).block();

        assertThat(here.load(List.of(WALLET.value()), List.of(debit())).block())
                .as("its credit is as of event 2 already, so event 2 must not be taken off again")
                .isEmpty();
    }

    private static WalletEvent topUp() {
        return new WalletEvent.ToppedUp(
                WALLET,
                Samples.transaction(
                        "grant",
                        TransactionDocument.Type.CREDIT,
                        Reason.FREE_CREDIT_GRANT,
                        BigDecimal.TEN,
                        BigDecimal.ZERO,
                        List.of()));
    }

    private static WalletEvent debit() {
        return new WalletEvent.Debited(
                WALLET,
                InvoiceId.of(ulid("invoice")),
                Samples.transaction(
                        "debit",
                        TransactionDocument.Type.DEBIT,
                        Reason.INVOICE_PAYMENT,
                        BigDecimal.ONE,
                        BigDecimal.TEN,
                        List.of(new Part(transactionId("grant"), BigDecimal.ONE))));
    }

    private static Recorded info(long sequence) {
        return new Recorded(sequence, START.plusSeconds(sequence), "tester", SCOPE);
    }
}
