package io.tallybook.api.memory;

import io.tallybook.core.ledger.LedgerAccountId;
import io.tallybook.core.ledger.LedgerAccountView;
import io.tallybook.core.ledger.LedgerAudit;
import io.tallybook.core.ledger.LedgerEntryView;
import io.tallybook.core.ledger.LedgerQuery;
import io.tallybook.domain.ledger.Account;
import io.tallybook.domain.ledger.AccountKind;
import io.tallybook.domain.ledger.LedgerUnit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.axonframework.queryhandling.QueryHandler;

/** A ledger of {@link MemoryEngine} with one account of the sandbox. */
public final class MemoryLedger {
    private static final LedgerUnit USD = new LedgerUnit("USD");
    private static final Account CASH = new Account(AccountKind.CASH, Account.HOUSE, USD);
    public static final LedgerAccountId ACCOUNT = LedgerAccountId.of(MemoryEngine.SANDBOX, CASH);

    private static final LedgerAccountView VIEW =
            new LedgerAccountView(
                    ACCOUNT,
                    MemoryEngine.SANDBOX,
                    CASH,
                    BigDecimal.TEN,
                    BigDecimal.ONE,
                    MemoryEngine.START,
                    MemoryEngine.START);

    @QueryHandler
    LedgerQuery.TrialBalance answer(LedgerQuery.Balances q) {
        return new LedgerQuery.TrialBalance(
                q.scope().equals(MemoryEngine.SANDBOX)
                        ? List.of(
                                new LedgerQuery.Line(
                                        AccountKind.CASH, USD, BigDecimal.TEN, BigDecimal.ZERO, 1),
                                new LedgerQuery.Line(
                                        AccountKind.WALLET,
                                        USD,
                                        BigDecimal.ZERO,
                                        BigDecimal.TEN,
                                        1))
                        : List.of());
    }

    @QueryHandler
    Optional<LedgerAudit> answer(LedgerQuery.LastAudit q) {
        return Optional.empty();
    }

    @QueryHandler
    Optional<LedgerAccountView> answer(LedgerQuery.AccountById q) {
        return Optional.of(VIEW)
                .filter(view -> view.scope().equals(q.scope()) && view.id().equals(q.id()));
    }

    @QueryHandler
    LedgerQuery.Accounts answer(LedgerQuery.SearchAccounts q) {
        boolean here = q.scope().equals(MemoryEngine.SANDBOX);
        return new LedgerQuery.Accounts(here ? List.of(VIEW) : List.of(), here ? 1 : 0);
    }

    @QueryHandler
    LedgerQuery.Entries answer(LedgerQuery.EntriesOf q) {
        return new LedgerQuery.Entries(
                List.of(
                        new LedgerEntryView(
                                "lent_00000000000000000000000001",
                                q.scope(),
                                q.id(),
                                CASH,
                                "wallet_00000000000000000000000001",
                                1,
                                "wallet.topped_up",
                                BigDecimal.TEN,
                                MemoryEngine.START)),
                1);
    }
}
