package io.tallybook.core.ledger;

import io.tallybook.core.Scope;
import io.tallybook.domain.ledger.Account;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * An account and what was posted to it.
 *
 * @param debits the sum of its debits, zero or more
 * @param credits the sum of its credits, zero or more
 * @param createdAt when its first entry took effect
 * @param updatedAt when its last entry took effect
 */
public record LedgerAccountView(
        LedgerAccountId id,
        Scope scope,
        Account account,
        BigDecimal debits,
        BigDecimal credits,
        Instant createdAt,
        Instant updatedAt) {
    /** What is on it, above zero if it stands as an account of its kind does. */
    public BigDecimal balance() {
        return account.kind().side().growsByDebits()
                ? debits.subtract(credits)
                : credits.subtract(debits);
    }
}
