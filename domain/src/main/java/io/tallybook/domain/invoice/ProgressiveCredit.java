package io.tallybook.domain.invoice;

import io.tallybook.domain.money.Money;

/**
 * What an earlier invoice of the same period has already billed for a line (progressive billing).
 */
public record ProgressiveCredit(String invoiceId, String lineId, Money amount) {
    /** Errors: IllegalArgumentException if the amount is below zero. */
    public ProgressiveCredit {
        if (amount.isNegative()) {
            throw new IllegalArgumentException(
                    "progressive_credits.amount of "
                            + lineId
                            + ": got "
                            + amount
                            + ", expected 0 or more");
        }
    }
}
