package io.tallybook.domain.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundingTest {

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    # value, half up, half even, up,   down, ceiling, floor
                    5.5,      6,       6,        6,    5,    6,       5
                    2.5,      3,       2,        3,    2,    3,       2
                    1.6,      2,       2,        2,    1,    2,       1
                    1.1,      1,       1,        2,    1,    2,       1
                    1.0,      1,       1,        1,    1,    1,       1
                    -1.1,     -1,      -1,       -2,   -1,   -1,      -2
                    -2.5,     -3,      -2,       -3,   -2,   -2,      -3
                    -5.5,     -6,      -6,       -6,   -5,   -5,      -6
                    """)
    void eachNamedRoundingTreatsTiesAndSignsInItsOwnWay(
            String value,
            String halfUp,
            String halfEven,
            String up,
            String down,
            String ceiling,
            String floor) {
        assertThat(Rounding.HALF_UP.round(new BigDecimal(value), 0)).isEqualByComparingTo(halfUp);
        assertThat(Rounding.HALF_EVEN.round(new BigDecimal(value), 0))
                .isEqualByComparingTo(halfEven);
        assertThat(Rounding.UP.round(new BigDecimal(value), 0)).isEqualByComparingTo(up);
        assertThat(Rounding.DOWN.round(new BigDecimal(value), 0)).isEqualByComparingTo(down);
        assertThat(Rounding.CEILING.round(new BigDecimal(value), 0)).isEqualByComparingTo(ceiling);
        assertThat(Rounding.FLOOR.round(new BigDecimal(value), 0)).isEqualByComparingTo(floor);
    }

    @ParameterizedTest
    @CsvSource({
        "1023.45, jpy, 1023 JPY",
        "99.996, eur, 100.00 EUR",
        "0.004, gbp, 0.00 GBP",
        "0.005, gbp, 0.01 GBP",
        "-0.005, gbp, -0.01 GBP",
        "999999.999, usd, 1000000.00 USD",
        "1.23456, kwd, 1.235 KWD",
        "1.23455, clf, 1.2346 CLF",
        "3.333, usd, 3.33 USD"
    })
    void anAmountIsRoundedToTheMinorUnitsOfItsCurrency(
            String precise, String currency, String expected) {
        assertThat(Rounding.HALF_UP.toMoney(new BigDecimal(precise), CurrencyCode.of(currency)))
                .hasToString(expected);
    }

    @Test
    void negativePlacesRoundToTensAndHundreds() {
        assertThat(Rounding.HALF_UP.round(new BigDecimal("123.456"), -2))
                .isEqualByComparingTo("100");
        assertThat(Rounding.CEILING.round(new BigDecimal("123.456"), -2))
                .isEqualByComparingTo("200");
        assertThat(Rounding.CEILING.round(new BigDecimal("123.456"), 2))
                .isEqualByComparingTo("123.46");
        assertThat(Rounding.HALF_EVEN.mode()).isEqualTo(RoundingMode.HALF_EVEN);
    }
}
