package io.tallybook.domain.invoice;

import io.tallybook.domain.money.Money;

/**
 * A sum of an invoice that does not add up, or credits beyond what they may pay: never to be
 * billed.
 */
public final class InvoiceInvariant extends RuntimeException {
    /** What is taken off exceeds what it could be taken off. */
    static final String TAKEN_OFF = "what lines take off is owed on others";

    /** An invoice asks for nothing or more. */
    static final String TOTAL = "total is not negative";

    private static final long serialVersionUID = 1L;

    private final String invariant;
    private final String left;

    public InvoiceInvariant(String invariant, Money left, Money right) {
        super(invariant + ": " + left + " against " + right);
        this.invariant = invariant;
        this.left = left.toString();
    }

    /** Whether the invoice would come to less than nothing. */
    public boolean isNegativeTotal() {
        return invariant.equals(TAKEN_OFF) || invariant.equals(TOTAL);
    }

    /** What was found, as text: an amount of money. */
    public String found() {
        return left;
    }
}
