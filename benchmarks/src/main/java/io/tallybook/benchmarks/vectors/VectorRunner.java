package io.tallybook.benchmarks.vectors;

import io.tallybook.domain.catalogue.InvalidPrice;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs every case of a file through the domain and says which came out as expected.
 *
 * <p>Usage: {@code VectorRunner FILE.json}. The last line is {@code N passed, N failed}; the exit
 * status is 1 if a case failed and 2 if the file cannot be read.
 */
public final class VectorRunner {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private final Map<String, Area> areas = new LinkedHashMap<>();
    private final PrintStream out;
    private int passed;
    private int failed;

    VectorRunner(PrintStream out) {
        this.out = out;
        FlexpricePrices.addTo(areas);
        FlexpriceCommitments.addTo(areas);
        FlexpriceTime.addTo(areas);
        FlexpriceInvoices.addTo(areas);
        FlexpriceWallets.addTo(areas);
        LagoCharges.addTo(areas);
        LagoUsage.addTo(areas);
        LagoSeats.addTo(areas);
        LagoDates.addTo(areas);
        LagoFees.addTo(areas);
        LagoInvoices.addTo(areas);
        LagoCreditNotes.addTo(areas);
        LagoWallets.addTo(areas);
    }

    public static void main(String[] args) {
        if (args.length != 1) {
            refuse("usage: vectors FILE.json - expected one file of cases, got " + args.length);
        }
        VectorRunner runner = new VectorRunner(System.out);
        try {
            runner.run(MAPPER.readTree(Files.readString(Path.of(args[0]))));
        } catch (JacksonException e) {
            refuse(args[0] + ": expected JSON, " + e.getOriginalMessage());
        } catch (IOException | IllegalArgumentException e) {
            refuse(args[0] + ": expected a readable list of cases, " + e.getMessage());
        }
        System.exit(runner.failed == 0 ? 0 : 1);
    }

    private static void refuse(String why) {
        System.err.println(why);
        System.exit(2);
    }

    void run(JsonNode rows) {
        if (!rows.isArray()) {
            throw new IllegalArgumentException("got " + rows.getNodeType());
        }
        for (JsonNode row : rows) {
            try {
                run(Case.of(row));
            } catch (IllegalArgumentException e) {
                failed++;
                out.println("FAILED " + row.path("id").asString("(no id)") + ": " + e.getMessage());
            }
        }
        out.println(passed + " passed, " + failed + " failed");
    }

    private void run(Case one) {
        Area area = areas.get(one.area());
        if (area == null) {
            fail(one, "no such area is known: " + one.area());
            return;
        }
        if (one.expected().isEmpty()) {
            fail(one, "expected: got {}, expected at least one figure");
            return;
        }
        try {
            compare(one, area.answer(one.input()));
        } catch (RuntimeException e) {
            fail(one, "refused: " + why(e) + "\n    input " + one.input().node());
        }
    }

    /** What a refusal says; one that no rule words is called by its kind. */
    private static String why(RuntimeException e) {
        String message = e.getMessage();
        boolean worded =
                e instanceof IllegalArgumentException
                        || e instanceof InvalidPrice
                        || e instanceof DateTimeException;
        return worded && message != null
                ? message
                : "cannot be computed: " + e.getClass().getSimpleName() + ": " + message;
    }

    private void compare(Case one, Answer answer) {
        StringBuilder differences = new StringBuilder();
        for (String name : one.expected().propertyNames()) {
            JsonNode expected = one.expected().get(name);
            Object actual = answer.figures().get(name);
            if (actual == null) {
                differences
                        .append("\n    ")
                        .append(name)
                        .append(": expected ")
                        .append(expected)
                        .append(", we have no figure of that name");
            } else if (!Matching.same(expected, actual)) {
                differences
                        .append("\n    ")
                        .append(name)
                        .append(": expected ")
                        .append(expected)
                        .append(", actual ")
                        .append(Matching.shown(actual));
            }
        }
        if (differences.isEmpty() && answer.instead().isEmpty()) {
            passed++;
        } else if (one.quirk() && answer.instead().isPresent()) {
            out.println(
                    "quirk "
                            + one.id()
                            + " "
                            + one.area()
                            + ": "
                            + answer.instead().get()
                            + differences);
            passed++;
        } else if (differences.isEmpty()) {
            passed++;
        } else {
            fail(one, "input " + one.input().node() + differences);
        }
    }

    private void fail(Case one, String why) {
        failed++;
        out.println("FAILED " + one.id() + " " + one.area() + ": " + why);
    }
}
