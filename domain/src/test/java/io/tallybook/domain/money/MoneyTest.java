package io.tallybook.domain.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyTest {
    private static final CurrencyCode USD = CurrencyCode.of("usd");
    private static final Money MOST = Money.ofMinor(Long.MAX_VALUE, USD);
    private static final Money LEAST = Money.ofMinor(Long.MIN_VALUE, USD);
    private static final Money CENT = Money.ofMinor(1, USD);

    @Test
    void anAmountOfAnotherCurrencyIsNeverCombined() {
        Money euro = Money.ofMinor(5, CurrencyCode.of("EUR"));
        assertThatThrownBy(() -> Money.zero(USD).plus(euro))
                .isInstanceOf(CurrencyMismatch.class)
                .hasMessageContaining("0.00 USD")
                .hasMessageContaining("0.05 EUR");
        assertThatThrownBy(() -> CENT.minus(euro)).isInstanceOf(CurrencyMismatch.class);
        assertThatThrownBy(() -> CENT.compareTo(euro)).isInstanceOf(CurrencyMismatch.class);
        assertThatThrownBy(() -> CENT.min(euro)).isInstanceOf(CurrencyMismatch.class);
    }

    @ParameterizedTest
    @CsvSource({
        "19.99, USD, 1999, 19.99 USD",
        "19.9900, USD, 1999, 19.99 USD",
        "-0.01, USD, -1, -0.01 USD",
        "1E+3, USD, 100000, 1000.00 USD",
        "1023, JPY, 1023, 1023 JPY",
        "1.234, KWD, 1234, 1.234 KWD",
        "0.0001, CLF, 1, 0.0001 CLF",
        "0, JPY, 0, 0 JPY"
    })
    void aDecimalAmountIsMinorUnitsOfItsCurrency(
            String amount, String currency, long minor, String text) {
        Money money = Money.of(new BigDecimal(amount), CurrencyCode.of(currency));
        assertThat(money.minor()).isEqualTo(minor);
        assertThat(money).hasToString(text);
        assertThat(money.toDecimal()).isEqualByComparingTo(amount);
    }

    @ParameterizedTest
    @CsvSource({"0.001, USD", "1.5, JPY", "0.00001, CLF"})
    void decimalsThatTheCurrencyDoesNotHaveAreRefused(String amount, String currency) {
        assertThatThrownBy(() -> Money.of(new BigDecimal(amount), CurrencyCode.of(currency)))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining(amount)
                .hasMessageContaining(currency);
    }

    @Test
    void anAmountBeyondSixtyFourBitsIsRefusedNotWrapped() {
        assertThat(Money.of(new BigDecimal("92233720368547758.07"), USD)).isEqualTo(MOST);
        assertThat(Money.of(new BigDecimal("-92233720368547758.08"), USD)).isEqualTo(LEAST);
        assertThatThrownBy(() -> Money.of(new BigDecimal("92233720368547758.08"), USD))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("9223372036854775808");
        assertThatThrownBy(() -> Rounding.HALF_UP.toMoney(new BigDecimal("1E30"), USD))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void sumsAndDifferencesAreExactOrRefused() {
        assertThat(Money.ofMinor(150, USD).plus(Money.ofMinor(-50, USD)))
                .isEqualTo(Money.ofMinor(100, USD));
        assertThat(Money.ofMinor(150, USD).minus(Money.ofMinor(200, USD)))
                .isEqualTo(Money.ofMinor(-50, USD));
        assertThat(MOST.plus(LEAST)).isEqualTo(Money.ofMinor(-1, USD));
        assertThat(MOST.minus(CENT).plus(CENT)).isEqualTo(MOST);
        assertThat(LEAST.plus(CENT).minus(CENT)).isEqualTo(LEAST);
        assertThat(CENT.negated().minus(LEAST)).isEqualTo(MOST);
        assertThatThrownBy(() -> MOST.plus(CENT))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("plus");
        assertThatThrownBy(() -> LEAST.plus(CENT.negated()))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> LEAST.minus(CENT))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("minus");
        assertThatThrownBy(() -> Money.zero(USD).minus(LEAST))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(LEAST::negated)
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("negative");
        assertThat(MOST.negated().negated()).isEqualTo(MOST);
    }

    @Test
    void signAndOrderAreThoseOfTheAmount() {
        Money none = Money.zero(USD);
        assertThat(none.isZero()).isTrue();
        assertThat(none.isPositive()).isFalse();
        assertThat(none.isNegative()).isFalse();
        assertThat(CENT.isPositive()).isTrue();
        assertThat(CENT.isZero()).isFalse();
        assertThat(CENT.negated().isNegative()).isTrue();
        assertThat(none.isLessThan(CENT)).isTrue();
        assertThat(CENT.isLessThan(CENT)).isFalse();
        assertThat(none.min(CENT)).isEqualTo(none);
        assertThat(CENT.min(none)).isEqualTo(none);
        assertThat(none.max(CENT)).isEqualTo(CENT);
        assertThat(CENT.max(none)).isEqualTo(CENT);
    }
}
