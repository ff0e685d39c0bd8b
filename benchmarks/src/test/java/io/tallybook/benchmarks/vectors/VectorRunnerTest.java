package io.tallybook.benchmarks.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class VectorRunnerTest {
    private static List<String> run(String rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        new VectorRunner(out).run(JsonMapper.shared().readTree(rows));
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static String packages(String expected) {
        return """
        {"id": "p", "area": "pricing.package", "expected": %s,
         "input": {"currency": "usd", "billing_model": "PACKAGE", "amount": "50", "quantity": "25",
                   "transform_quantity": {"divide_by": 10, "round": "up"}}}
        """
                .formatted(expected);
    }

    private static String lifetime(String quirk) {
        return """
        {"id": "q", "area": "entitlement.never_reset", %s
         "input": {"total_usage_since_sub_start": "150", "usage_before_period": "50", "usage_allowed": "100"},
         "expected": {"billable_quantity": "0"}}
        """
                .formatted(quirk);
    }

    @Test
    void aFigureAsExpectedPasses() {
        assertThat(run("[" + packages("{\"cost\": \"150\"}") + "]"))
                .containsExactly("1 passed, 0 failed");
        assertThat(run("[" + packages("{\"cost\": 150.0, \"packages\": 3}") + "]"))
                .containsExactly("1 passed, 0 failed");
    }

    @Test
    void aFigureThatDiffersFailsWithBothValues() {
        List<String> lines = run("[" + packages("{\"cost\": \"100\"}") + "]");
        assertThat(lines).last().isEqualTo("0 passed, 1 failed");
        assertThat(lines).anyMatch(line -> line.contains("cost: expected \"100\", actual 150"));
    }

    @Test
    void aFigureThatNobodyComputesFails() {
        assertThat(run("[" + packages("{\"weight\": \"1\"}") + "]"))
                .anyMatch(line -> line.contains("we have no figure of that name"))
                .last()
                .isEqualTo("0 passed, 1 failed");
    }

    @Test
    void aQuirkIsAnsweredOurWayAndSaidSo() {
        List<String> lines = run("[" + lifetime("\"quirk\": true,") + "]");
        assertThat(lines)
                .first()
                .asString()
                .startsWith("quirk q entitlement.never_reset: an allowance that never");
        assertThat(lines).last().isEqualTo("1 passed, 0 failed");
    }

    @Test
    void theSameAnswerWithoutTheMarkFails() {
        assertThat(run("[" + lifetime("") + "]")).last().isEqualTo("0 passed, 1 failed");
    }

    @Test
    void anUnknownAreaAndABrokenInputFailByName() {
        List<String> lines =
                run(
                        """
                        [{"id": "u", "area": "no.such", "input": {}, "expected": {}},
                         {"id": "b", "area": "pricing.package", "input": {"billing_model": "PACKAGE"}, "expected": {"cost": 1}}]
                        """);
        assertThat(lines)
                .anyMatch(line -> line.contains("FAILED u no.such: no such area is known"));
        assertThat(lines).anyMatch(line -> line.contains("FAILED b pricing.package: refused"));
        assertThat(lines).last().isEqualTo("0 passed, 2 failed");
    }

    /** Our own figures for every kind of case, worked out by hand from the rules. */
    @ParameterizedTest
    @CsvSource({"flexprice-cases.json, 143", "lago-cases.json, 270"})
    void everyKindOfCaseHoldsWithFiguresOfOurOwn(String name, int cases) throws IOException {
        try (InputStream in = VectorRunnerTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            List<String> lines = run(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            assertThat(lines).filteredOn(line -> line.startsWith("FAILED")).isEmpty();
            assertThat(lines).last().isEqualTo(cases + " passed, 0 failed");
        }
    }

    /** A runner that held answers would not notice that what they depend on has gone. */
    @ParameterizedTest
    @CsvSource({"flexprice-cases.json", "lago-cases.json"})
    void noFigureButZeroComesOutOfACaseWithoutInput(String name) throws IOException {
        try (InputStream in = VectorRunnerTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            for (JsonNode row : JsonMapper.shared().readTree(in)) {
                ObjectNode emptied = (ObjectNode) row.deepCopy();
                emptied.remove("quirk");
                emptied.putObject("input");
                List<String> lines = run("[" + emptied + "]");
                boolean zero =
                        row.get("expected").values().stream()
                                .allMatch(figure -> figure.asString("").matches("0(\\.0+)?"));
                assertThat(lines)
                        .as(row.toString())
                        .noneMatch(line -> line.contains("cannot be computed"))
                        .last()
                        .isEqualTo(
                                zero && lines.size() == 1
                                        ? "1 passed, 0 failed"
                                        : "0 passed, 1 failed");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"id": "a"} | FAILED a: area: expected in every case
                    {"area": "tax"} | FAILED (no id): id: expected in every case
                    {"id": "b", "area": "tax", "input": [], "expected": {"x": 1}} | FAILED b: input: got [], expected an object
                    {"id": "c", "area": "tax", "input": {}, "expected": {}} | FAILED c tax: expected: got {}, expected at least one figure
                    {"id": "d", "area": "pricing.flat_fee", "input": {"amount": "abc", "quantity": 1}, "expected": {"cost": 1}} | input.amount: got "abc", expected a number
                    {"id": "e", "area": "pricing.flat_fee", "input": {"billing_model": "ODD"}, "expected": {"cost": 1}} | got "ODD", expected FLAT_FEE, PACKAGE or TIERED
                    {"id": "f", "area": "wallet.conversion", "input": {}, "expected": {"balance": 1}} | input.amount: expected a value
                    """)
    void aRowThatIsNoCaseFailsInWords(String row, String words) {
        List<String> lines = run("[" + row + "]");
        assertThat(lines.getFirst()).contains(words);
        assertThat(lines).last().isEqualTo("0 passed, 1 failed");
    }
}
