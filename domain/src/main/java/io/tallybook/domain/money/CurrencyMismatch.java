package io.tallybook.domain.money;

/**
 * Two amounts of different currencies met in one calculation: a broken invariant, never a matter of
 * input.
 */
public final class CurrencyMismatch extends RuntimeException {
    public CurrencyMismatch(Money left, Money right) {
        super("amounts of one currency: cannot combine " + left + " with " + right);
    }
}
