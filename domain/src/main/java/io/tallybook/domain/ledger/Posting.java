package io.tallybook.domain.ledger;

import java.math.BigDecimal;

/**
 * One side of a double entry.
 *
 * @param amount above zero a debit, below zero a credit; never zero
 */
public record Posting(Account account, BigDecimal amount) {
    /** Errors: IllegalArgumentException if the amount is zero. */
    public Posting {
        if (amount.signum() == 0) {
            throw new IllegalArgumentException("posting of zero to " + account);
        }
    }
}
