package io.tallybook.api.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.api.problem.ProblemException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {

    private static Body body(String json) {
        return Body.of(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String complaint(Fields fields) {
        try {
            fields.check();
            return "none";
        } catch (ProblemException e) {
            return e.problem().message();
        }
    }

    @Property
    void aDecimalIsReadToItsLastDigitWhetherItCameAsTextOrAsANumber(
            @ForAll
                    @BigRange(min = "-999999999999999999999", max = "999999999999999999999")
                    @Scale(18)
                    BigDecimal value) {
        String plain = value.toPlainString();
        Body body = body("{\"text\":\"" + plain + "\",\"number\":" + plain + "}");
        assertThat(body.required("text").decimal()).isEqualByComparingTo(value);
        assertThat(body.required("number").decimal()).isEqualByComparingTo(value);
        assertThat(complaint(body)).isEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "\"1,5\"",
                "\"0x10\"",
                "\"Infinity\"",
                "true",
                "[]",
                "{}",
                "1e61",
                "\"1E-40\"",
                "0.0000000000000000001"
            })
    void whatIsNoDecimalIsRefused(String json) {
        Body body = body("{\"amount\":" + json + "}");
        body.required("amount").decimal();
        assertThat(complaint(body)).startsWith("amount: expected a decimal number");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    2024-01-31T09:30:00Z           | 2024-01-31T09:30:00Z
                    2024-01-31T09:30:00.123456+05:30 | 2024-01-31T04:00:00.123456Z
                    """)
    void aTimeIsReadWithItsOffset(String text, Instant expected) {
        assertThat(body("{\"at\":\"" + text + "\"}").required("at").instant()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-01-31",
                "2024-01-31T09:30:00",
                "2024-02-30T00:00:00Z",
                "+12024-01-01T00:00:00Z",
                ""
            })
    void aTimeWithoutItsOffsetOrThatIsNoneIsRefused(String text) {
        Body body = body("{\"at\":\"" + text + "\"}");
        body.optional("at").instant();
        assertThat(complaint(body)).startsWith("at: expected a time");
    }

    @Test
    void aPathLeadsToTheField() {
        Body body = body("{\"items\":[{\"tiers\":[{}, {\"up_to\":\"x\"}]}]}");
        for (Fields item : body.required("items").objects(1, 5)) {
            for (Fields tier : item.required("tiers").objects(1, 5)) {
                tier.optional("up_to").decimal();
            }
        }
        assertThat(complaint(body)).startsWith("items[0].tiers[1].up_to: ");
    }

    @Test
    void allThatIsWrongIsToldTogether() {
        Body body = body("{\"a\":1,\"b\":\"x\"}");
        body.required("a").text(5);
        body.required("b").integer(1, 5);
        body.required("c").instant();
        body.required("d").text(5);
        assertThat(complaint(body))
                .contains("a: expected text, got 1")
                .contains("b: ")
                .contains("c: ")
                .endsWith("and 1 more");
    }

    @Test
    void nullIsMissing() {
        Body body = body("{\"a\":null}");
        assertThat(body.has("a")).isFalse();
        assertThat(body.optional("a").text(5)).isNull();
        body.required("a").text(5);
        assertThat(complaint(body)).contains("required").contains("nothing");
    }

    @Test
    void anEmptyBodyIsAnObjectWithoutFields() {
        assertThat(body("").has("anything")).isFalse();
    }

    @Test
    void whatAsksForNothingIsNotRefusedAsUnsupported() {
        Body body =
                body("{\"a\":null,\"b\":[],\"c\":{},\"d\":\"\",\"e\":0,\"f\":false,\"g\":\"0\"}");
        body.refuseUnsupported("a", "b", "c", "d", "e", "f", "g", "h");
        assertThat(complaint(body)).isEqualTo("none");
        Body asking = body("{\"a\":[1]}");
        asking.refuseUnsupported("a");
        assertThat(complaint(asking)).contains("not supported");
    }

    @Test
    void propertiesMayBeTextNumbersAndTruth() {
        Body body = body("{\"p\":{\"t\":\"x\",\"n\":1.50,\"b\":true}}");
        assertThat(body.optional("p").looseMap(10))
                .isEqualTo(Map.of("t", "x", "n", "1.5", "b", "true"));
        body.optional("p").map(10);
        assertThat(complaint(body)).contains("p.n: expected text");
    }

    @Test
    void theListsOfAQueryStringAreSeparatedByCommas() {
        Params params =
                Params.of(
                        Map.of(
                                "ids",
                                List.of("a, b", "c"),
                                "limit",
                                List.of("5"),
                                "on",
                                List.of("true")));
        assertThat(params.optional("ids").texts(5, 5)).containsExactly("a", "b", "c");
        assertThat(params.optional("limit").integer(1, 10, 1)).isEqualTo(5);
        assertThat(params.optional("on").truth()).isTrue();
        params.check();
    }

    @Test
    void repeatedKeysAreRefused() {
        assertThatThrownBy(() -> body("{\"a\":1,\"a\":2}"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("line 1");
    }
}
