package io.tallybook.domain.invoice;

import io.tallybook.domain.money.Money;

/** What goes back to the customer's wallet when an invoice is voided. */
public record VoidRefund(Money toWallet, Money refundedInAll) {

    /**
     * What was paid and what credits paid, less what was refunded before; never below zero.
     *
     * <p>Source: docs/conventions.md#void.
     */
    public static VoidRefund of(Money paid, Money creditsApplied, Money alreadyRefunded) {
        Money received = paid.plus(creditsApplied);
        Money back = received.minus(alreadyRefunded).max(Money.zero(paid.currency()));
        return new VoidRefund(back, alreadyRefunded.plus(back));
    }
}
