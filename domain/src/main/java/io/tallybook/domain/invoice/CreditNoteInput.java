package io.tallybook.domain.invoice;

import io.tallybook.domain.money.Money;

/** What an earlier credit note still owes the customer. */
public record CreditNoteInput(String creditNoteId, Money balance) {
    /** Errors: IllegalArgumentException if the balance is below zero. */
    public CreditNoteInput {
        if (balance.isNegative()) {
            throw new IllegalArgumentException(
                    "credit_notes.balance of "
                            + creditNoteId
                            + ": got "
                            + balance
                            + ", expected 0 or more");
        }
    }
}
