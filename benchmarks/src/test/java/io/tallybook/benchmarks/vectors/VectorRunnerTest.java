package io.tallybook.benchmarks.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

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
}
