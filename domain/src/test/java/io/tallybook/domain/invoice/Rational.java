package io.tallybook.domain.invoice;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * The oracle's own fractions: unreduced, slow, and no relation to those of the code that it checks.
 */
record Rational(BigInteger over, BigInteger under) {
    static final Rational ZERO = whole(0);
    static final Rational ONE = whole(1);

    Rational {
        if (under.signum() <= 0) {
            throw new ArithmeticException("under must be above 0: " + over + "/" + under);
        }
    }

    static Rational whole(long number) {
        return new Rational(BigInteger.valueOf(number), BigInteger.ONE);
    }

    static Rational of(BigDecimal value) {
        BigDecimal plain = value.setScale(Math.max(0, value.scale()));
        return new Rational(plain.unscaledValue(), BigInteger.TEN.pow(plain.scale()));
    }

    Rational plus(Rational o) {
        return new Rational(
                over.multiply(o.under).add(o.over.multiply(under)), under.multiply(o.under));
    }

    Rational minus(Rational o) {
        return plus(new Rational(o.over.negate(), o.under));
    }

    Rational times(Rational o) {
        return new Rational(over.multiply(o.over), under.multiply(o.under));
    }

    Rational by(Rational o) {
        return o.over.signum() < 0
                ? new Rational(over.multiply(o.under).negate(), under.multiply(o.over).negate())
                : new Rational(over.multiply(o.under), under.multiply(o.over));
    }

    int compare(Rational o) {
        return over.multiply(o.under).compareTo(o.over.multiply(under));
    }

    boolean isPositive() {
        return over.signum() > 0;
    }

    long floor() {
        BigInteger[] parts = over.divideAndRemainder(under);
        BigInteger floor = parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
        return floor.longValueExact();
    }

    long ceiling() {
        return -new Rational(over.negate(), under).floor();
    }

    /** Ties away from zero; only ever asked of numbers from zero on. */
    long rounded() {
        return plus(new Rational(BigInteger.ONE, BigInteger.TWO)).floor();
    }
}
