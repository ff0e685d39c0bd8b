package io.tallybook.domain.invoice;

import io.tallybook.domain.money.Money;

/**
 * A sum of an invoice that does not add up, or credits beyond what they may pay: never to be
 * billed.
 */
public final class InvoiceInvariant extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvoiceInvariant(String invariant, Money left, Money right) {
        super(invariant + ": " + left + " against " + right);
    }
}
