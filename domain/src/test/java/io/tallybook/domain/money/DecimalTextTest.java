package io.tallybook.domain.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalTextTest {

    @ParameterizedTest
    @CsvSource({
        "1.50, 1.5",
        "1E+3, 1000",
        "1e3, 1000",
        "1E-7, 0.0000001",
        "-0.00, 0",
        "0E+5, 0",
        "0E-50, 0",
        "+7, 7",
        "-12.3400, -12.34",
        "999999999999999999999999999999, 999999999999999999999999999999",
        "0.000000000000000001, 0.000000000000000001",
        "0.100000000000000000000000, 0.1",
        "00012, 12"
    })
    void aDecimalHasOneCanonicalText(String sent, String canonical) {
        assertThat(DecimalText.of(DecimalText.parse(sent))).isEqualTo(canonical);
        assertThat(DecimalText.parse(sent).scale()).isBetween(0, 18);
    }

    @ParameterizedTest
    @CsvSource({
        "abc, a decimal number",
        "'', a decimal number",
        "1.2.3, a decimal number",
        "'1,000', a decimal number",
        "NaN, a decimal number",
        "\u0661\u0662, a decimal number",
        "1E999999999, a decimal number",
        "1E-999999999, a decimal number",
        "1E61, a decimal number",
        "1E99999999999999999999, a decimal number",
        "1E60, 30 digits before the point",
        "1000000000000000000000000000000, 30 digits before the point",
        "0.0000000000000000001, 18 decimals",
        "1E-60, 18 decimals"
    })
    void whatIsNoDecimalOrTooLongIsRefusedWithWhatCameAndWhatWasExpected(
            String sent, String expected) {
        assertThatThrownBy(() -> DecimalText.parse(sent))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + sent + "\"")
                .hasMessageContaining(expected);
    }

    @ParameterizedTest
    @CsvSource({"80, false", "81, true"})
    void aTextOfMoreThanEightyCharactersIsNotEvenRead(int length, boolean refused) {
        String zeros = "0".repeat(length - 1) + "1";
        if (refused) {
            assertThatThrownBy(() -> DecimalText.parse(zeros))
                    .hasMessageContaining("…")
                    .hasMessageNotContaining(zeros);
        } else {
            assertThat(DecimalText.parse(zeros)).isEqualByComparingTo("1");
        }
    }

    @Property(tries = 500)
    void whatIsWrittenIsReadBack(
            @ForAll @BigRange(min = "-1e20", max = "1e20") @Scale(18) BigDecimal value) {
        String text = DecimalText.of(value);
        assertThat(DecimalText.parse(text)).isEqualByComparingTo(value);
        assertThat(DecimalText.of(DecimalText.parse(text))).isEqualTo(text);
        assertThat(text).doesNotContain("E").doesNotMatch("-0|.*\\.\\d*0");
    }
}
