package io.tallybook.core.ledger;

import io.tallybook.core.Scope;
import io.tallybook.core.search.SearchSpec;
import io.tallybook.domain.ledger.AccountKind;
import io.tallybook.domain.ledger.LedgerUnit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked about the ledger of an environment. */
public sealed interface LedgerQuery {
    /** What is on the accounts of each kind and unit; answered with {@link TrialBalance}. */
    record Balances(Scope scope, @Nullable Instant asOf) implements LedgerQuery {}

    /**
     * Those that fit; answered with {@link Accounts}. Fields: id, kind, owner_id, unit, created_at,
     * updated_at.
     */
    record SearchAccounts(Scope scope, SearchSpec spec) implements LedgerQuery {}

    /** One account; answered with an optional {@link LedgerAccountView}. */
    record AccountById(Scope scope, LedgerAccountId id, @Nullable Instant asOf)
            implements LedgerQuery {}

    /**
     * What was posted to an account; answered with {@link Entries}. Fields: id, entity_id, event,
     * created_at.
     */
    record EntriesOf(Scope scope, LedgerAccountId id, SearchSpec spec) implements LedgerQuery {}

    /**
     * What the last audit found in this environment; answered with an optional {@link LedgerAudit},
     * absent before the first.
     */
    record LastAudit(Scope scope) implements LedgerQuery {}

    /** One line of a trial balance. */
    record Line(
            AccountKind kind,
            LedgerUnit unit,
            BigDecimal debits,
            BigDecimal credits,
            long accounts) {}

    /** Sums of one unit, which are equal. */
    record Total(LedgerUnit unit, BigDecimal debits, BigDecimal credits) {}

    /** What is on the accounts, by kind and unit. */
    record TrialBalance(List<Line> lines) {
        public TrialBalance {
            lines = List.copyOf(lines);
        }

        /** The sums of each unit, in the order of the lines. */
        public List<Total> totals() {
            return lines.stream()
                    .map(Line::unit)
                    .distinct()
                    .map(unit -> new Total(unit, sum(unit, Line::debits), sum(unit, Line::credits)))
                    .toList();
        }

        private BigDecimal sum(
                LedgerUnit unit, java.util.function.Function<Line, BigDecimal> what) {
            return lines.stream()
                    .filter(line -> line.unit().equals(unit))
                    .map(what)
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }

    /** One page of accounts. */
    record Accounts(List<LedgerAccountView> items, long total) {
        public Accounts {
            items = List.copyOf(items);
        }
    }

    /** One page of entries. */
    record Entries(List<LedgerEntryView> items, long total) {
        public Entries {
            items = List.copyOf(items);
        }
    }
}
