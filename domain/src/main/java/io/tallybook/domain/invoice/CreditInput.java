package io.tallybook.domain.invoice;

import io.tallybook.domain.money.Money;
import java.util.Set;

/**
 * Prepaid credits that a wallet has really burnt for this invoice, in money.
 *
 * @param kinds the lines that the wallet may pay; empty for all that the conventions let credits
 *     pay
 */
public record CreditInput(String walletId, Money amount, Set<LineKind> kinds) {
    /** Errors: IllegalArgumentException if the amount is below zero. */
    public CreditInput {
        kinds = Set.copyOf(kinds);
        if (amount.isNegative()) {
            throw new IllegalArgumentException(
                    "credits.amount of wallet "
                            + walletId
                            + ": got "
                            + amount
                            + ", expected 0 or more");
        }
    }

    public CreditInput(String walletId, Money amount) {
        this(walletId, amount, Set.of());
    }

    boolean mayPay(LineKind kind) {
        return kinds.isEmpty() || kinds.contains(kind);
    }
}
