package io.tallybook.domain.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RatioTest {
    private static final CurrencyCode USD = CurrencyCode.of("USD");

    @Test
    void aRatioIsKeptInLowestTermsWithItsSignAbove() {
        assertThat(Ratio.of(34, 62)).isEqualTo(Ratio.of(17, 31)).hasToString("17/31");
        assertThat(Ratio.of(1, -2)).isEqualTo(Ratio.of(-1, 2)).hasToString("-1/2");
        assertThat(Ratio.of(-3, -9)).hasToString("1/3");
        assertThat(Ratio.of(0, -5)).isEqualTo(Ratio.ZERO).hasToString("0");
        assertThat(Ratio.of(8, 4)).hasToString("2");
        assertThatThrownBy(() -> Ratio.of(1, 0))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("1 over 0");
    }

    @Test
    void decimalsAreFractionsExactly() {
        assertThat(Ratio.of(new BigDecimal("0.125"))).isEqualTo(Ratio.of(1, 8));
        assertThat(Ratio.of(new BigDecimal("-2.5"))).isEqualTo(Ratio.of(-5, 2));
        assertThat(Ratio.of(new BigDecimal("1E+3"))).isEqualTo(Ratio.of(1000, 1));
        assertThat(Ratio.of(new BigDecimal("12"))).isEqualTo(Ratio.of(12, 1));
    }

    @Test
    void arithmeticIsThatOfFractions() {
        Ratio third = Ratio.of(1, 3);
        assertThat(third.plus(Ratio.of(1, 6))).isEqualTo(Ratio.of(1, 2));
        assertThat(third.minus(Ratio.of(1, 2))).isEqualTo(Ratio.of(-1, 6));
        assertThat(third.times(Ratio.of(3, 4))).isEqualTo(Ratio.of(1, 4));
        assertThat(third.times(new BigDecimal("1.5"))).isEqualTo(Ratio.of(1, 2));
        assertThat(third.dividedBy(Ratio.of(2, 3))).isEqualTo(Ratio.of(1, 2));
        assertThat(third.negated()).isEqualTo(Ratio.of(-1, 3));
        assertThat(third.signum()).isEqualTo(1);
        assertThat(third.negated().signum()).isEqualTo(-1);
        assertThat(third.min(Ratio.ONE)).isEqualTo(third);
        assertThat(Ratio.ONE.min(third)).isEqualTo(third);
        assertThat(third.max(Ratio.ONE)).isEqualTo(Ratio.ONE);
        assertThat(Ratio.ONE.max(third)).isEqualTo(Ratio.ONE);
        assertThat(third).isLessThan(Ratio.of(34, 100)).isGreaterThan(Ratio.of(33, 100));
        assertThatThrownBy(() -> third.dividedBy(Ratio.ZERO))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void anAmountIsMultipliedFirstAndRoundedOnce() {
        assertThat(Ratio.of(17, 31).of(new BigDecimal("10"), USD, Rounding.HALF_UP))
                .hasToString("5.48 USD");
        assertThat(Ratio.of(17, 31).of(Money.ofMinor(5_000_000, USD), Rounding.HALF_UP).minor())
                .isEqualTo(2_741_935);
        assertThat(Ratio.of(1, 2).of(Money.ofMinor(5, CurrencyCode.of("JPY")), Rounding.HALF_EVEN))
                .hasToString("2 JPY");
        assertThat(Ratio.of(12, 31).times(new BigDecimal(100)).toDecimal(8, Rounding.HALF_UP))
                .isEqualByComparingTo("38.70967742");
    }

    @Property(tries = 500)
    void sumsAndProductsAgreeWithCrossMultiplication(
            @ForAll @LongRange(min = -10_000, max = 10_000) long a,
            @ForAll @LongRange(min = 1, max = 10_000) long b,
            @ForAll @LongRange(min = -10_000, max = 10_000) long c,
            @ForAll @LongRange(min = 1, max = 10_000) long d) {
        Ratio sum = Ratio.of(a, b).plus(Ratio.of(c, d));
        BigInteger left = sum.numerator().multiply(BigInteger.valueOf(b * d));
        assertThat(left).isEqualTo(sum.denominator().multiply(BigInteger.valueOf(a * d + c * b)));
        assertThat(sum.denominator().signum()).isEqualTo(1);
        assertThat(sum.numerator().gcd(sum.denominator())).isEqualTo(BigInteger.ONE);
        assertThat(Integer.signum(Ratio.of(a, b).compareTo(Ratio.of(c, d))))
                .isEqualTo(Long.signum(a * d - c * b));
    }
}
