package io.tallybook.query.wallet;

import static io.tallybook.query.Samples.SCOPE;
import static io.tallybook.query.Samples.START;
import static io.tallybook.query.Samples.transactionId;
import static io.tallybook.query.Samples.ulid;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.customer.CustomerEvent;
import io.tallybook.core.customer.CustomerView;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.wallet.HoldDocument;
import io.tallybook.core.wallet.HoldId;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.TransactionDocument.Part;
import io.tallybook.core.wallet.TransactionDocument.Reason;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletQuery;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.query.ReadSide;
import io.tallybook.query.Samples;
import io.tallybook.query.customer.CustomerFold;
import io.tallybook.query.customer.CustomerProjector;
import io.tallybook.query.view.Recorded;
import io.tallybook.query.view.TableRows;
import io.tallybook.query.view.Versioned;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
    void aWalletInMemoryThatAnotherProgramOvertookChangesNothing() {
        WalletRows here = new WalletRows(side.tables());
        WalletRows there = new WalletRows(side.tablesOfAnotherProgram());
        WalletFold fold = new WalletFold();
        WalletLedger topped = topped(fold);
        here.save(List.of(new Versioned<>(WALLET.value(), topped, 1))).block();
        WalletLedger debited = fold.on(topped, debit(), info(2));
        there.save(List.of(new Versioned<>(WALLET.value(), debited, 2))).block();
        List<String> movements = side.rows("view_wallet_transaction");

        Versioned<WalletLedger> found = loaded(here, debit());
        assertThat(found.sequence()).as("it and its credit are as of event 1").isEqualTo(1);
        WalletLedger again = fold.on(found.state(), debit(), info(2));
        here.save(List.of(new Versioned<>(WALLET.value(), again, 2))).block();

        assertThat(again.wallet()).isEqualTo(debited.wallet());
        assertThat(side.rows("view_wallet_transaction")).isEqualTo(movements).hasSize(2);
    }

    @Test
    void aWalletInMemoryWhoseCreditsAreReadAndWereOvertakenIsNotGoneOnWith() {
        WalletRows here = new WalletRows(side.tables());
        WalletRows there = new WalletRows(side.tablesOfAnotherProgram());
        WalletFold fold = new WalletFold();
        WalletLedger topped = topped(fold);
        here.save(List.of(new Versioned<>(WALLET.value(), topped, 1))).block();
        WalletRows withoutCredits = new WalletRows(side.tables());
        assertThat(loaded(withoutCredits, debit()).sequence()).isEqualTo(1);

        WalletLedger debited = fold.on(topped, debit(), info(2));
        there.save(List.of(new Versioned<>(WALLET.value(), debited, 2))).block();

        assertThat(withoutCredits.load(List.of(WALLET.value()), List.of(debit())).block())
                .as("its credit is as of event 2 already, so event 2 must not be taken off again")
                .isEmpty();
    }

    @Test
    void aMovementInMemoryIsNotShownOnceItsWalletIsKnownToBeFurther() {
        WalletRows here = new WalletRows(side.tables());
        WalletRows there = new WalletRows(side.tablesOfAnotherProgram());
        WalletFold fold = new WalletFold();
        WalletLedger topped = topped(fold);
        here.save(List.of(new Versioned<>(WALLET.value(), topped, 1))).block();
        assertThat(leftOfTheGrant()).isEqualByComparingTo("10");

        WalletLedger debited = fold.on(topped, debit(), info(2));
        there.save(List.of(new Versioned<>(WALLET.value(), debited, 2))).block();
        side.tables().versions(WalletRows.WALLETS, List.of(WALLET.value())).block();

        assertThat(leftOfTheGrant())
                .as("whoever waited for event 2 must see what it did")
                .isEqualByComparingTo("9");
    }

    private BigDecimal leftOfTheGrant() {
        return new WalletQueries(side.tables())
                .handle(new WalletQuery.TransactionById(SCOPE, WALLET, transactionId("grant")))
                .join()
                .orElseThrow()
                .creditsAvailable();
    }

    @Test
    void inPiecesFromMemoryIsAsAllAtOnce() {
        for (long seed = 1; seed <= 20; seed++) {
            List<WalletEvent> events = life(new Random(seed));
            WalletFold fold = new WalletFold();
            Random random = new Random(seed);
            WalletRows rows = new WalletRows(side.tables());
            int next = 0;
            while (next < events.size()) {
                List<WalletEvent> batch =
                        events.subList(next, Math.min(events.size(), next + 1 + random.nextInt(8)));
                WalletLedger ledger = next == 0 ? null : loaded(rows, batch).state();
                for (WalletEvent event : batch) {
                    ledger = fold.on(ledger, event, info(next++));
                }
                rows.save(List.of(new Versioned<>(WALLET.value(), whole(ledger), next - 1)))
                        .block();
                if (random.nextInt(10) == 0) {
                    rows.forget();
                }
            }
            List<List<String>> inPieces = everything();
            rows.clear().block();
            WalletLedger ledger = null;
            for (int i = 0; i < events.size(); i++) {
                ledger = fold.on(ledger, events.get(i), info(i));
            }
            rows.save(List.of(new Versioned<>(WALLET.value(), whole(ledger), events.size() - 1)))
                    .block();
            assertThat(everything()).as("seed %d", seed).isEqualTo(inPieces);
            rows.clear().block();
        }
    }

    private List<List<String>> everything() {
        return Stream.of("view_wallet", "view_wallet_transaction", "view_wallet_hold")
                .map(table -> side.rows(table).stream().sorted().toList())
                .toList();
    }

    /** More credits than are kept at hand, taken of and held in any order. */
    private static List<WalletEvent> life(Random random) {
        List<WalletEvent> events = new ArrayList<>();
        events.add(new WalletEvent.Created(WALLET, SCOPE, Samples.wallet("ada")));
        List<String> credits = new ArrayList<>();
        List<HoldDocument> holds = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            String name = "t" + i;
            int what = random.nextInt(5);
            if (credits.isEmpty() || what == 0) {
                credits.add(name);
                events.add(new WalletEvent.ToppedUp(WALLET, in(name)));
            } else if (what == 1) {
                holds.add(hold(name));
                events.add(new WalletEvent.Held(WALLET, holds.getLast()));
            } else if (what == 2 && !holds.isEmpty()) {
                HoldDocument hold = holds.remove(random.nextInt(holds.size()));
                String credit = credits.get(random.nextInt(credits.size()));
                events.add(
                        random.nextBoolean()
                                ? new WalletEvent.HoldReleased(
                                        WALLET, hold.id(), HoldDocument.Status.RELEASED)
                                : new WalletEvent.HoldCaptured(
                                        WALLET, hold.id(), out(name, credit)));
            } else {
                String credit = credits.get(random.nextInt(credits.size()));
                events.add(new WalletEvent.TakenOut(WALLET, out(name, credit)));
            }
        }
        return events;
    }

    private static TransactionDocument in(String name) {
        return Samples.transaction(
                name,
                TransactionDocument.Type.CREDIT,
                Reason.FREE_CREDIT_GRANT,
                BigDecimal.TEN,
                BigDecimal.ZERO,
                List.of());
    }

    private static TransactionDocument out(String name, String credit) {
        return Samples.transaction(
                name,
                TransactionDocument.Type.DEBIT,
                Reason.MANUAL_BALANCE_DEBIT,
                BigDecimal.ONE,
                BigDecimal.TEN,
                List.of(new Part(transactionId(credit), BigDecimal.ONE)));
    }

    private static HoldDocument hold(String name) {
        return new HoldDocument(
                HoldId.of(ulid(name)),
                BigDecimal.ONE,
                new Money(100, new CurrencyCode("USD")),
                START.plusSeconds(1000),
                null,
                null,
                Map.of(),
                List.of(new Part(transactionId("t0"), BigDecimal.ONE)));
    }

    private static WalletLedger topped(WalletFold fold) {
        var created = new WalletEvent.Created(WALLET, SCOPE, Samples.wallet("ada"));
        return fold.on(fold.on(null, created, info(0)), topUp(), info(1));
    }

    private static Versioned<WalletLedger> loaded(WalletRows rows, WalletEvent next) {
        return loaded(rows, List.of(next));
    }

    private static Versioned<WalletLedger> loaded(WalletRows rows, List<WalletEvent> next) {
        return Objects.requireNonNull(
                Objects.requireNonNull(rows.load(List.of(WALLET.value()), next).block())
                        .get(WALLET.value()));
    }

    private static WalletLedger whole(@Nullable WalletLedger ledger) {
        return Objects.requireNonNull(ledger);
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
