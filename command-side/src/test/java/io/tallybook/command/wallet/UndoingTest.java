package io.tallybook.command.wallet;

import static io.tallybook.command.Some.CUSTOMER;
import static io.tallybook.command.Some.INVOICE;
import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.USD;
import static io.tallybook.command.Some.WALLET;
import static io.tallybook.command.Some.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.command.Decision;
import io.tallybook.command.History;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.TransactionDocument.Part;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.money.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** In however many parts a debit comes back: never more of a credit than was taken, at last all. */
class UndoingTest {
    private static final List<String> RATES = List.of("1", "0.5", "3", "0.07", "1000");

    private static final class Life {
        private WalletState state = new WalletState.Absent();
        private final List<WalletEvent> events = new ArrayList<>();

        void take(List<? extends WalletEvent> more) {
            for (WalletEvent event : more) {
                events.add(event);
                state = state.evolve(event);
            }
        }

        History<WalletEvent> history() {
            return WalletLife.history(events);
        }

        BigDecimal balance() {
            return ((WalletState.Open) state).balance();
        }
    }

    private static Life paid(BigDecimal rate, Random random) {
        Life life = new Life();
        var document =
                new WalletDocument(CUSTOMER, USD, null, null, rate, BigDecimal.ONE, Map.of());
        life.take(List.of(new WalletEvent.Created(WALLET, SCOPE, document)));
        for (int i = 0; i < 3; i++) {
            life.take(
                    accepted(
                            WalletDecider.topUp(
                                    life.state,
                                    new WalletCommand.TopUp(
                                            WALLET,
                                            SCOPE,
                                            NOW,
                                            transaction("in" + i),
                                            new BigDecimal(1 + random.nextInt(50)),
                                            TransactionDocument.Reason.PURCHASED_CREDIT_DIRECT,
                                            null,
                                            null,
                                            null,
                                            null,
                                            Map.of()),
                                    life.history())));
        }
        life.take(
                accepted(
                        Spending.debit(
                                life.state,
                                new WalletCommand.Debit(
                                        WALLET,
                                        SCOPE,
                                        NOW,
                                        transaction("debit"),
                                        INVOICE,
                                        Money.ofMinor(1 + random.nextInt(20_000), USD)),
                                life.history())));
        return life;
    }

    private static <E> List<E> accepted(Decision<E> decision) {
        return decision instanceof Decision.Accepted<E>(var events) ? events : List.of();
    }

    private static WalletCommand.GiveBack giveBack(String id, Money amount) {
        return new WalletCommand.GiveBack(
                WALLET, SCOPE, NOW, transaction(id), transaction("debit"), amount, null);
    }

    @Property(tries = 300)
    void partsOfADebitAddUpToWhatWasTaken(@ForAll long seed, @ForAll @IntRange(max = 4) int rate) {
        Random random = new Random(seed);
        Life life = paid(new BigDecimal(RATES.get(rate)), random);
        TransactionDocument debit = ((WalletEvent.Debited) life.events.getLast()).transaction();
        BigDecimal before = life.balance().add(debit.credits());
        Money left = debit.amount();
        for (int n = 0; left.isPositive(); n++) {
            Money part = Money.ofMinor(1 + random.nextInt((int) left.minor()), USD);
            life.take(
                    accepted(
                            Spending.giveBack(
                                    life.state, giveBack("back" + n, part), life.history())));
            left = left.minus(part);
            withinWhatWasTaken(life, debit);
        }
        assertThat(life.balance()).isEqualByComparingTo(before);
        assertThat(back(life)).allSatisfy((grant, credits) -> isAll(debit, grant, credits));
    }

    /** Also in how they are written: 2E+1 credits are not given back as 20. */
    @Test
    void aWholeDebitComesBackAsItWasTaken() {
        var taken = List.of(new Part(transaction("in"), new BigDecimal("2E+1")));
        var debited =
                new WalletEvent.Debited(
                        WALLET,
                        INVOICE,
                        new TransactionDocument(
                                transaction("debit"),
                                TransactionDocument.Type.DEBIT,
                                TransactionDocument.Reason.INVOICE_PAYMENT,
                                new BigDecimal("2E+1"),
                                Money.ofMinor(2_000, USD),
                                new BigDecimal("22"),
                                new BigDecimal("2"),
                                null,
                                null,
                                null,
                                null,
                                null,
                                Map.of(),
                                taken));
        assertThat(Undoing.of(debited, List.of()).parts()).isEqualTo(taken);
    }

    private static void withinWhatWasTaken(Life life, TransactionDocument debit) {
        Map<WalletTransactionId, BigDecimal> back = back(life);
        for (Part part : debit.parts()) {
            assertThat(back.getOrDefault(part.grant(), BigDecimal.ZERO))
                    .isLessThanOrEqualTo(part.credits());
        }
    }

    private static void isAll(
            TransactionDocument debit, WalletTransactionId grant, BigDecimal credits) {
        assertThat(debit.parts())
                .anySatisfy(
                        part -> {
                            assertThat(part.grant()).isEqualTo(grant);
                            assertThat(part.credits()).isEqualByComparingTo(credits);
                        });
    }

    private static Map<WalletTransactionId, BigDecimal> back(Life life) {
        Map<WalletTransactionId, BigDecimal> back = new HashMap<>();
        for (WalletEvent event : life.events) {
            if (event instanceof WalletEvent.GivenBack given) {
                given.transaction()
                        .parts()
                        .forEach(p -> back.merge(p.grant(), p.credits(), BigDecimal::add));
            }
        }
        return back;
    }
}
