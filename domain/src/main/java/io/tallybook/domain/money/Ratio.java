package io.tallybook.domain.money;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * An exact fraction, kept in lowest terms with a positive denominator.
 *
 * <p>What a share of a period is: 17/31 has no finite decimal form, so it stays a fraction until
 * the amount it belongs to is rounded, once.
 */
public record Ratio(BigInteger numerator, BigInteger denominator) implements Comparable<Ratio> {
    public static final Ratio ZERO = of(0, 1);
    public static final Ratio ONE = of(1, 1);

    /** Errors: ArithmeticException if the denominator is 0. */
    public Ratio {
        if (denominator.signum() == 0) {
            throw new ArithmeticException("ratio: " + numerator + " over 0");
        }
        BigInteger common = numerator.gcd(denominator);
        if (denominator.signum() < 0) {
            common = common.negate();
        }
        if (!common.equals(BigInteger.ONE)) {
            numerator = numerator.divide(common);
            denominator = denominator.divide(common);
        }
    }

    public static Ratio of(long numerator, long denominator) {
        return new Ratio(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
    }

    public static Ratio of(BigDecimal value) {
        return value.scale() <= 0
                ? new Ratio(value.toBigIntegerExact(), BigInteger.ONE)
                : new Ratio(value.unscaledValue(), BigInteger.TEN.pow(value.scale()));
    }

    public Ratio plus(Ratio other) {
        return new Ratio(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    public Ratio minus(Ratio other) {
        return plus(other.negated());
    }

    public Ratio negated() {
        return new Ratio(numerator.negate(), denominator);
    }

    public Ratio times(Ratio other) {
        return new Ratio(
                numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    public Ratio times(BigDecimal factor) {
        return times(of(factor));
    }

    /** Errors: ArithmeticException if {@code other} is 0. */
    public Ratio dividedBy(Ratio other) {
        return new Ratio(
                numerator.multiply(other.denominator), denominator.multiply(other.numerator));
    }

    public int signum() {
        return numerator.signum();
    }

    public Ratio min(Ratio other) {
        return compareTo(other) <= 0 ? this : other;
    }

    public Ratio max(Ratio other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** The decimal nearest to this by {@code rounding}, with {@code places} decimals. */
    public BigDecimal toDecimal(int places, Rounding rounding) {
        return times(new BigDecimal(numerator), places, rounding.mode(), denominator);
    }

    /**
     * {@code amount} times this ratio in the currency, rounded once. Multiplies before it divides.
     */
    public Money of(BigDecimal amount, CurrencyCode currency, Rounding rounding) {
        BigDecimal rounded =
                times(
                        amount.multiply(new BigDecimal(numerator)),
                        currency.minorUnits(),
                        rounding.mode(),
                        denominator);
        return Money.of(rounded, currency);
    }

    /** {@code amount} times this ratio, rounded once to the same currency. */
    public Money of(Money amount, Rounding rounding) {
        return of(amount.toDecimal(), amount.currency(), rounding);
    }

    @Override
    public int compareTo(Ratio other) {
        return numerator
                .multiply(other.denominator)
                .compareTo(other.numerator.multiply(denominator));
    }

    @Override
    public String toString() {
        return denominator.equals(BigInteger.ONE)
                ? numerator.toString()
                : numerator + "/" + denominator;
    }

    private static BigDecimal times(
            BigDecimal dividend, int places, RoundingMode mode, BigInteger divisor) {
        return dividend.divide(new BigDecimal(divisor), places, mode);
    }
}
