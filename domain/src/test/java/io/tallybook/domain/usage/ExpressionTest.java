package io.tallybook.domain.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {
    private static final UsageEvent EVENT =
            new UsageEvent(
                    "e1",
                    Instant.ofEpochSecond(1_700_000_000L),
                    "tokens",
                    Map.of("tokens", "12.5", "rate", "3", "name", "gpt", "bad", "x1"));

    private static Expression.Outcome evaluate(String source) {
        return switch (Expression.parse(source)) {
            case Expression expression -> expression.evaluate(EVENT);
            case ExpressionError error -> throw new AssertionError(error.message());
        };
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "2 + 4|6",
                "2 - 4|-2",
                "2 + 3 * 4|14",
                "(2 + 3) * 4|20",
                "10 - 4 - 3|3",
                "100 / 10 / 5|2",
                "-12|-12",
                "--12|12",
                "2 * -3|-6",
                "1 / 3 * 3|0.9999999999999999999999999999999999",
                "0.1 + 0.2|0.3",
                "round(12.5)|13",
                "round(-12.5)|-13",
                "round(12.345, 2)|12.35",
                "round(1234, -2)|1200",
                "ceil(12.1)|13",
                "ceil(-12.9)|-12",
                "floor(12.9)|12",
                "floor(12.349, 2)|12.34",
                "least(3, 1, 2)|1",
                "greatest(3, rate, 7.5)|7.5",
                "event.properties.tokens * rate|37.5",
                "concat(event.properties.name, '-', round(123.4))|gpt-123",
                "concat('it', ' is ', 'x')|it is x",
                "event.code|tokens",
                "event.timestamp / 1000|1700000",
            })
    void aFormulaGivesItsValue(String source, String expected) {
        assertThat(evaluate(source)).isInstanceOf(Expression.Value.class);
        assertThat(((Expression.Value) evaluate(source)).text()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} fails at {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "2 +|3|the end|a number, a text in single quotes, a variable, a function or \"(\"",
                "2 + + 3|4|\"+\"|a number, a text in single quotes, a variable, a function or"
                        + " \"(\"",
                "(1 + 2|6|the end|\")\"",
                "1 2|2|\"2\"|an operator or the end",
                "1.2.3|0|\"1.2.3\"|a decimal number such as 12.5",
                "round(1, 2, 3)|0|3 arguments for round|from 1 to 2",
                "power(2, 3)|0|\"power\"|ceil, floor, round, concat, least or greatest",
                "event.customer|0|\"event.customer\"|event.code, event.timestamp,"
                        + " event.properties.NAME or a property's name",
                "2 $ 3|2|\"$\"|an operator or the end",
            })
    void aFaultIsNamedWithItsPosition(String source, int position, String came, String expected) {
        assertThat(Expression.parse(source))
                .isEqualTo(new ExpressionError(source, position, came, expected));
    }

    @Test
    void aTextThatDoesNotEndIsNamedByWhereItBegan() {
        ExpressionError error = (ExpressionError) Expression.parse("concat('abc");
        assertThat(error.position()).isEqualTo(11);
        assertThat(error.message())
                .isEqualTo(
                        "expression \"concat('abc\", position 12: came the end, expected the"
                                + " closing \"'\" of the text begun at position 8");
    }

    @Test
    void nestingIsBounded() {
        String deep = "(".repeat(5_000) + "1" + ")".repeat(5_000);
        assertThat(Expression.parse(deep)).isInstanceOf(ExpressionError.class);
        assertThat(Expression.parse("-".repeat(5_000) + "1")).isInstanceOf(ExpressionError.class);
    }

    @Test
    void whatTheEventDoesNotGiveIsAFailureThatNamesIt() {
        assertThat(evaluate("event.properties.none * 2"))
                .hasToString(
                        "event.properties.none: came no property \"none\" in event e1, expected a"
                                + " value");
        assertThat(evaluate("bad * 2")).hasToString("*: came \"x1\", expected a decimal number");
        assertThat(evaluate("1 / (rate - 3)"))
                .hasToString("/: came a division of 1 by 0, expected a divisor other than 0");
        assertThat(evaluate("round(1, 0.5)"))
                .hasToString("round: came 0.5 digits, expected a whole number from -100 to 100");
        assertThat(evaluate("concat(name, none)")).isInstanceOf(Expression.Failure.class);
        assertThat(evaluate("least(1, bad)")).isInstanceOf(Expression.Failure.class);
    }
}
