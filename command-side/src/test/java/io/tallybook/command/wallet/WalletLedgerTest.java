package io.tallybook.command.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.ledger.Booked;
import io.tallybook.core.ledger.WalletBook;
import io.tallybook.core.wallet.HoldDocument;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.domain.ledger.AccountKind;
import io.tallybook.domain.ledger.Journal;
import io.tallybook.domain.ledger.LedgerUnit;
import io.tallybook.domain.ledger.Posting;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/** Whatever is done with a wallet, the books balance after every step and show what is in it. */
class WalletLedgerTest {
    private static final int TRIES = 5_000;
    private static final LedgerUnit CREDITS = LedgerUnit.credits("USD");
    private static final LedgerUnit MONEY = new LedgerUnit("USD");
    private static final List<String> RATES = List.of("1", "0.5", "3", "0.01", "7.25", "0.0033");

    @Provide
    Arbitrary<List<WalletCommand>> histories() {
        return WalletHistories.any();
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.BOUNDED)
    void everyStepLeavesTheTrialBalanceAtZeroAndTheAccountAtTheBalance(
            @ForAll("histories") List<WalletCommand> commands,
            @ForAll @IntRange(max = 5) int rate) {
        BigDecimal worth = new BigDecimal(RATES.get(rate));
        WalletLife life = WalletLife.of(commands, worth, null);
        WalletBook book = WalletBook.on(null, life.created()).book();
        List<Posting> ledger = new ArrayList<>();
        for (WalletLife.Step step : life.steps()) {
            for (WalletEvent event : step.events()) {
                Booked<WalletBook> booked = WalletBook.on(book, event);
                book = booked.book();
                ledger.addAll(booked.journal().postings());
            }
            assertThat(Journal.sums(ledger).values())
                    .allMatch(sum -> sum.signum() == 0, "zero in every unit");
            showsWhatIsIn(WalletLife.wallet(step.after()), worth, ledger);
        }
    }

    private static void showsWhatIsIn(
            WalletState.Open wallet, BigDecimal worth, List<Posting> ledger) {
        BigDecimal held =
                wallet.holds().values().stream()
                        .map(HoldDocument::credits)
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(on(ledger, AccountKind.HELD, CREDITS)).isEqualByComparingTo(held);
        assertThat(on(ledger, AccountKind.WALLET, CREDITS))
                .isEqualByComparingTo(wallet.balance().subtract(held));
        assertThat(on(ledger, AccountKind.HELD, MONEY).add(on(ledger, AccountKind.WALLET, MONEY)))
                .isEqualByComparingTo(
                        wallet.balance().multiply(worth).setScale(2, RoundingMode.HALF_EVEN));
    }

    @Property(tries = TRIES)
    void whatCameInWasUsedExpiredVoidedOrIsLeft(@ForAll("histories") List<WalletCommand> commands) {
        WalletLife life = WalletLife.of(commands);
        List<Posting> ledger = ledger(life);
        BigDecimal gone =
                on(ledger, AccountKind.CREDITS_USED, CREDITS)
                        .add(on(ledger, AccountKind.CREDITS_EXPIRED, CREDITS))
                        .add(on(ledger, AccountKind.CREDITS_VOIDED, CREDITS));
        assertThat(on(ledger, AccountKind.CREDITS_GRANTED, CREDITS).negate())
                .isEqualByComparingTo(gone.add(WalletLife.wallet(life.end()).balance()));
    }

    @Property(tries = TRIES)
    void bookedAgainItIsTheSame(@ForAll("histories") List<WalletCommand> commands) {
        WalletLife life = WalletLife.of(commands);
        assertThat(ledger(life)).isEqualTo(ledger(life));
    }

    private static List<Posting> ledger(WalletLife life) {
        WalletBook book = WalletBook.on(null, life.created()).book();
        List<Posting> ledger = new ArrayList<>();
        for (WalletEvent event : life.events()) {
            Booked<WalletBook> booked = WalletBook.on(book, event);
            book = booked.book();
            ledger.addAll(booked.journal().postings());
        }
        return ledger;
    }

    /** What is on the credit side of the accounts of a kind. */
    private static BigDecimal on(List<Posting> ledger, AccountKind kind, LedgerUnit unit) {
        return ledger.stream()
                .filter(
                        posting ->
                                posting.account().kind() == kind
                                        && posting.account().unit().equals(unit))
                .map(Posting::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .negate();
    }
}
