package io.tallybook.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.ledger.LedgerHistories.Told;
import io.tallybook.core.payment.PaymentEvent;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.domain.ledger.Account;
import io.tallybook.domain.ledger.AccountKind;
import io.tallybook.domain.ledger.Journal;
import io.tallybook.domain.ledger.LedgerUnit;
import io.tallybook.domain.ledger.Posting;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever happens to invoices, payments and credits, the books balance and say what is owed. */
class LedgerHistoriesTest {
    private static final int TRIES = 5_000;
    private static final LedgerUnit USD = new LedgerUnit("USD");
    private static final List<AccountKind> IN_TRANSIT =
            List.of(
                    AccountKind.CREDITS_IN_TRANSIT,
                    AccountKind.PAYMENTS_IN_TRANSIT,
                    AccountKind.CREDIT_NOTES_IN_TRANSIT,
                    AccountKind.CREDIT_SALES_IN_TRANSIT);

    /** Accounts, as the events are posted one by one. */
    private static final class Ledger {
        private final Map<String, Book> books = new HashMap<>();
        private final Map<Account, BigDecimal> accounts = new LinkedHashMap<>();

        Ledger post(List<Told> told) {
            told.forEach(this::post);
            return this;
        }

        void post(Told told) {
            Book before = books.get(told.entity());
            Booked<?> booked =
                    switch (told.event()) {
                        case InvoiceEvent e -> InvoiceBook.on((InvoiceBook) before, e);
                        case PaymentEvent e -> PaymentBook.on((PaymentBook) before, e);
                        case WalletEvent e -> WalletBook.on((WalletBook) before, e);
                        default -> throw new AssertionError(told);
                    };
            books.put(told.entity(), booked.book());
            booked.journal()
                    .postings()
                    .forEach(p -> accounts.merge(p.account(), p.amount(), BigDecimal::add));
        }

        List<Posting> postings() {
            return accounts.entrySet().stream()
                    .filter(each -> each.getValue().signum() != 0)
                    .map(each -> new Posting(each.getKey(), each.getValue()))
                    .toList();
        }

        /** What is on the accounts of a kind, debits above zero. */
        BigDecimal on(AccountKind kind) {
            return accounts.entrySet().stream()
                    .filter(each -> each.getKey().kind() == kind)
                    .filter(each -> each.getKey().unit().equals(USD))
                    .map(Map.Entry::getValue)
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }

    private static BigDecimal cents(long amount) {
        return BigDecimal.valueOf(amount, 2);
    }

    @Property(tries = TRIES)
    void theTrialBalanceIsZeroAfterEveryEvent(@ForAll long seed) {
        LedgerHistories history = new LedgerHistories(seed);
        Ledger ledger = new Ledger();
        List<Told> all = new ArrayList<>(history.told());
        all.addAll(history.rest());
        for (Told told : all) {
            ledger.post(told);
            assertThat(Journal.sums(ledger.postings()).values())
                    .as(told.toString())
                    .allMatch(sum -> sum.signum() == 0);
        }
    }

    @Property(tries = TRIES)
    void onceBothSidesAreRecordedNothingIsInTransit(@ForAll long seed) {
        LedgerHistories history = new LedgerHistories(seed);
        Ledger ledger = new Ledger().post(history.told()).post(history.rest());
        for (AccountKind kind : IN_TRANSIT) {
            assertThat(ledger.on(kind)).as(kind.name()).isEqualByComparingTo("0");
        }
    }

    @Property(tries = TRIES)
    void theAccountsSayWhatAPencilSays(@ForAll long seed) {
        LedgerHistories history = new LedgerHistories(seed);
        Ledger ledger = new Ledger().post(history.told()).post(history.rest());
        assertThat(ledger.on(AccountKind.RECEIVABLE).add(ledger.on(AccountKind.WRITTEN_OFF)))
                .isEqualByComparingTo(cents(history.open()));
        assertThat(ledger.on(AccountKind.WRITTEN_OFF)).isGreaterThanOrEqualTo(BigDecimal.ZERO);
        assertThat(ledger.on(AccountKind.CASH)).isEqualByComparingTo(cents(history.cash()));
        assertThat(ledger.on(AccountKind.REVENUE).negate())
                .isEqualByComparingTo(cents(history.billed()));
        assertThat(ledger.on(AccountKind.WALLET).negate()).isEqualByComparingTo(history.balance());
    }

    @Property(tries = TRIES)
    void inWhicheverOrderEntitiesAreReadTheSumsAreTheSame(@ForAll long seed) {
        LedgerHistories history = new LedgerHistories(seed);
        List<Told> all = new ArrayList<>(history.told());
        all.addAll(history.rest());
        Map<String, List<Told>> byEntity = new LinkedHashMap<>();
        all.forEach(
                told -> byEntity.computeIfAbsent(told.entity(), _ -> new ArrayList<>()).add(told));
        List<List<Told>> shuffled = new ArrayList<>(byEntity.values());
        Collections.shuffle(shuffled, new Random(seed));
        Ledger other = new Ledger();
        shuffled.forEach(other::post);
        assertThat(other.postings())
                .containsExactlyInAnyOrderElementsOf(new Ledger().post(all).postings());
    }
}
