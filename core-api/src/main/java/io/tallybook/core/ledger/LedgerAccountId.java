package io.tallybook.core.ledger;

import io.tallybook.core.EntityId;
import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.domain.ledger.Account;
import java.time.Instant;

/** Names one account of a ledger; the same account always has the same name. */
public record LedgerAccountId(String value) implements EntityId {
    public static final String PREFIX = "lacc";

    public LedgerAccountId {
        EntityId.require(PREFIX, value);
    }

    public static LedgerAccountId of(Scope scope, Account account) {
        return new LedgerAccountId(
                PREFIX
                        + "_"
                        + Ulid.derived(
                                Instant.EPOCH,
                                scope.tenant().value(),
                                scope.environment().value(),
                                account.kind().name(),
                                account.owner(),
                                account.unit().code()));
    }

    @Override
    public String toString() {
        return value;
    }
}
