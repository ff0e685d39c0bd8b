package io.tallybook.domain.invoice;

import io.tallybook.domain.money.Money;

/** Prepaid credits that a wallet has really burnt for this invoice, in money. */
public record CreditInput(String walletId, Money amount) {
    /** Errors: IllegalArgumentException if the amount is below zero. */
    public CreditInput {
        if (amount.isNegative()) {
            throw new IllegalArgumentException(
                    "credits.amount of wallet "
                            + walletId
                            + ": got "
                            + amount
                            + ", expected 0 or more");
        }
    }
}
