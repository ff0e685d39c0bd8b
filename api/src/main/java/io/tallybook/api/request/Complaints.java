package io.tallybook.api.request;

import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is wrong with one request: collected while reading, told together. */
final class Complaints {

    /** One field: its path, what belongs there, and what came. */
    record Complaint(String field, String expected, String got) {

        String sentence() {
            return field + ": expected " + expected + ", got " + got;
        }
    }

    /**
     * More than this says nothing more, and a body of a thousand wrong rows must not make an answer
     * of megabytes.
     */
    private static final int MOST_TOLD = 20;

    private final List<Complaint> told = new ArrayList<>();
    private int count;

    void add(String field, String expected, String got) {
        count++;
        if (told.size() < MOST_TOLD) {
            told.add(new Complaint(field, expected, got));
        }
    }

    /** Errors: ProblemException (400) if there is any complaint. */
    void check() {
        if (count == 0) {
            return;
        }
        String message =
                told.stream().limit(3).map(Complaint::sentence).collect(Collectors.joining("; "));
        if (count > 3) {
            message = message + "; and " + (count - 3) + " more";
        }
        List<Map<String, String>> fields =
                told.stream()
                        .map(
                                c ->
                                        Map.of(
                                                "field",
                                                c.field(),
                                                "expected",
                                                c.expected(),
                                                "got",
                                                c.got()))
                        .toList();
        throw Problem.of(
                        ProblemCode.VALIDATION_ERROR,
                        message,
                        Map.of("fields", fields, "field_count", count))
                .asException();
    }
}
