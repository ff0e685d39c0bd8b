package io.tallybook.domain.money;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * An amount that can be charged: a whole number of minor units of one currency.
 *
 * <p>Units: {@code minor} counts cents for USD, yen for JPY. All arithmetic is exact; what would
 * not fit 64 bits throws ArithmeticException naming both values, and amounts of two currencies
 * throw {@link CurrencyMismatch}.
 */
public record Money(long minor, CurrencyCode currency) implements Comparable<Money> {

    public static Money ofMinor(long minor, CurrencyCode currency) {
        return new Money(minor, currency);
    }

    /**
     * The amount written as a decimal, such as 19.99.
     *
     * <p>Rounding: none. Errors: ArithmeticException if it has more decimals than the currency, or
     * does not fit.
     */
    public static Money of(BigDecimal exactAmount, CurrencyCode currency) {
        BigDecimal minor = exactAmount.movePointRight(currency.minorUnits());
        if (minor.stripTrailingZeros().scale() > 0) {
            throw new ArithmeticException(
                    "amount: "
                            + exactAmount.toPlainString()
                            + " has more decimals than "
                            + currency
                            + " allows ("
                            + currency.minorUnits()
                            + ")");
        }
        return ofMinor(fit(minor.toBigIntegerExact(), currency), currency);
    }

    public static Money zero(CurrencyCode currency) {
        return new Money(0, currency);
    }

    public Money plus(Money other) {
        requireSameCurrency(other);
        long sum = minor + other.minor;
        if (((minor ^ sum) & (other.minor ^ sum)) < 0) {
            throw new ArithmeticException("amount out of range: " + this + " plus " + other);
        }
        return new Money(sum, currency);
    }

    public Money minus(Money other) {
        requireSameCurrency(other);
        long difference = minor - other.minor;
        if (((minor ^ other.minor) & (minor ^ difference)) < 0) {
            throw new ArithmeticException("amount out of range: " + this + " minus " + other);
        }
        return new Money(difference, currency);
    }

    public Money negated() {
        if (minor == Long.MIN_VALUE) {
            throw new ArithmeticException("amount out of range: the negative of " + this);
        }
        return new Money(-minor, currency);
    }

    public boolean isZero() {
        return minor == 0;
    }

    public boolean isNegative() {
        return minor < 0;
    }

    public boolean isPositive() {
        return minor > 0;
    }

    public boolean isLessThan(Money other) {
        return compareTo(other) < 0;
    }

    public Money min(Money other) {
        return isLessThan(other) ? this : other;
    }

    public Money max(Money other) {
        return isLessThan(other) ? other : this;
    }

    /** The amount in units of the currency, with exactly its decimals: 1999 cents are 19.99. */
    public BigDecimal toDecimal() {
        return BigDecimal.valueOf(minor, currency.minorUnits());
    }

    /** Errors: {@link CurrencyMismatch}. */
    @Override
    public int compareTo(Money other) {
        requireSameCurrency(other);
        return Long.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return toDecimal().toPlainString() + " " + currency;
    }

    static long fit(BigInteger minor, CurrencyCode currency) {
        if (minor.bitLength() > 63) {
            throw new ArithmeticException(
                    "amount out of range: " + minor + " minor units of " + currency);
        }
        return minor.longValue();
    }

    private void requireSameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new CurrencyMismatch(this, other);
        }
    }
}
