package io.tallybook.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.core.Scope;
import io.tallybook.core.ledger.LedgerAccountId;
import io.tallybook.core.ledger.LedgerAccountView;
import io.tallybook.core.ledger.LedgerEntryView;
import io.tallybook.core.ledger.LedgerQuery;
import io.tallybook.core.ledger.LedgerQuery.TrialBalance;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletView;
import io.tallybook.domain.ledger.Account;
import io.tallybook.domain.ledger.AccountKind;
import io.tallybook.domain.ledger.LedgerUnit;
import io.tallybook.query.ledger.LedgerProjector;
import io.tallybook.query.view.Sql;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.axonframework.eventhandling.EventMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The ledger follows from the events, balances in the database, and is replayed as it was. */
@TestInstance(Lifecycle.PER_CLASS)
class LedgerTest {
    private static final LedgerUnit CREDITS = LedgerUnit.credits("USD");
    private final Scope scope = Samples.scope("ledger");
    private final Story story = new Story(7, scope, "ledger");
    private final List<EventMessage<?>> events = new ArrayList<>();
    private ReadSide side;

    @BeforeAll
    void tell() {
        side = ReadSide.start();
        Map<String, Long> sequences = new HashMap<>();
        for (Story.Told told : story.told()) {
            events.add(
                    ReadSide.message(
                            scope,
                            told.id(),
                            sequences.merge(told.id(), 0L, (before, _) -> before + 1),
                            told.event(),
                            Samples.START.plusSeconds(events.size())));
        }
        side.publish(events);
        ReadSide.PROCESSORS.forEach(side::caughtUp);
    }

    @AfterAll
    void stop() {
        side.close();
    }

    private TrialBalance balance(Instant asOf) {
        return side.answer(new LedgerQuery.Balances(scope, asOf), TrialBalance.class);
    }

    private TrialBalance balance() {
        return side.answer(new LedgerQuery.Balances(scope, null), TrialBalance.class);
    }

    private static void isBalanced(TrialBalance balance) {
        assertThat(balance.totals())
                .allSatisfy(
                        total -> assertThat(total.debits()).isEqualByComparingTo(total.credits()));
    }

    @Test
    void debitsAreCreditsInEveryUnitAtEveryMoment() {
        assertThat(balance().lines()).isNotEmpty();
        isBalanced(balance());
        for (int second = 0; second < events.size(); second++) {
            isBalanced(balance(Samples.START.plusSeconds(second)));
        }
        assertThat(balance(Instant.parse("2100-01-01T00:00:00Z"))).isEqualTo(balance());
        assertThat(side.deadLetters(LedgerProjector.PROCESSOR).size()).isZero();
    }

    @Test
    void walletsHaveOnTheirAccountsWhatIsInThem() {
        List<String> wallets =
                story.told().stream()
                        .filter(told -> told.kind() == io.tallybook.core.ViewKind.WALLET)
                        .map(Story.Told::id)
                        .distinct()
                        .toList();
        for (String id : wallets) {
            WalletView wallet =
                    side.find(
                                    new io.tallybook.core.wallet.WalletQuery.ById(
                                            scope, new WalletId(id)),
                                    WalletView.class)
                            .orElseThrow();
            assertThat(on(AccountKind.WALLET, id).add(on(AccountKind.HELD, id)))
                    .isEqualByComparingTo(wallet.creditBalance());
        }
    }

    private BigDecimal on(AccountKind kind, String owner) {
        LedgerAccountId id = LedgerAccountId.of(scope, new Account(kind, owner, CREDITS));
        return side.find(new LedgerQuery.AccountById(scope, id, null), LedgerAccountView.class)
                .map(LedgerAccountView::balance)
                .orElse(BigDecimal.ZERO);
    }

    @Test
    void aReplayGivesTheEntriesAndSumsThatWereThere() {
        List<List<String>> live = rows();

        side.rebuild().rebuild(LedgerProjector.PROCESSOR);
        side.caughtUp(LedgerProjector.PROCESSOR);

        assertThat(rows()).isEqualTo(live);
    }

    @Test
    void eventsThatComeAgainAreNotPostedAgain() {
        List<List<String>> live = rows();
        List<EventMessage<?>> again = new ArrayList<>(events);
        Collections.shuffle(again, new Random(3));

        side.publish(again);
        side.caughtUp(LedgerProjector.PROCESSOR);

        assertThat(rows()).isEqualTo(live);
    }

    private List<List<String>> rows() {
        return List.of(
                side.rows("ledger_account"), side.rows("ledger_entry"), side.rows("ledger_book"));
    }

    @Test
    void theDatabaseRefusesEntriesThatDoNotBalance() {
        var halfATransaction =
                Sql.of(
                        """
                        insert into ledger_entry (tenant, environment, id, account_id, entity_id,
                            sequence, event, unit, amount, effective_at)
                        values ('t', 'e', 'lent_x', 'lacc_x', 'wallet_x', 0, 'x', 'USD', 1, now())\
                        """);

        assertThatThrownBy(() -> side.tables().write(List.of(halfATransaction)).block())
                .hasMessageContaining("does not balance")
                .hasMessageContaining("wallet_x");
        assertThat(side.rows("ledger_entry")).noneMatch(row -> row.contains("lent_x"));
    }

    @Test
    void entriesArePagedAndSumToTheAccount() {
        LedgerAccountView account =
                side.answer(
                                new LedgerQuery.SearchAccounts(
                                        scope,
                                        new SearchSpec(
                                                List.of(
                                                        new SearchSpec.Criterion(
                                                                "kind",
                                                                SearchSpec.Operator.EQ,
                                                                List.of("PROMOTIONS"))),
                                                List.of(),
                                                1,
                                                0)),
                                LedgerQuery.Accounts.class)
                        .items()
                        .getFirst();
        List<LedgerEntryView> all = new ArrayList<>();
        String after = null;
        do {
            List<LedgerEntryView> page =
                    side.answer(
                                    new LedgerQuery.EntriesOf(
                                            scope,
                                            account.id(),
                                            new SearchSpec(
                                                    List.of(), List.of(), List.of(), 2, 0, after)),
                                    LedgerQuery.Entries.class)
                            .items();
            all.addAll(page);
            after = page.size() == 2 ? page.getLast().id() : null;
        } while (after != null);

        assertThat(all.stream().map(LedgerEntryView::id)).doesNotHaveDuplicates();
        assertThat(
                        all.stream()
                                .map(LedgerEntryView::amount)
                                .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(account.debits().subtract(account.credits()));
        assertThat(all)
                .isSortedAccordingTo(
                        java.util.Comparator.comparing(LedgerEntryView::effectiveAt).reversed());
    }

    @Test
    void nobodySeesTheLedgerOfAnother() {
        Scope other = Samples.scope("elsewhere");
        LedgerAccountId id =
                LedgerAccountId.of(
                        scope,
                        new Account(AccountKind.PROMOTIONS, Account.HOUSE, new LedgerUnit("USD")));

        assertThat(side.answer(new LedgerQuery.Balances(other, null), TrialBalance.class).lines())
                .isEmpty();
        assertThat(side.find(new LedgerQuery.AccountById(other, id, null), LedgerAccountView.class))
                .isEmpty();
        assertThat(
                        side.answer(
                                        new LedgerQuery.EntriesOf(other, id, Samples.search()),
                                        LedgerQuery.Entries.class)
                                .items())
                .isEmpty();
    }
}
