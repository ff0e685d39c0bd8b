package io.tallybook.core;

import java.util.Map;

/**
 * An expected refusal: a value, not a fault.
 *
 * @param reason what kind of refusal, from which the answer's status follows
 * @param message one sentence for a person: the field, what came, what was expected
 * @param facts the same by name, for a program
 */
public record Rejection(Reason reason, String message, Map<String, String> facts) {
    /** Why a command is refused. */
    public enum Reason {
        NOT_FOUND,
        ALREADY_EXISTS,
        VALIDATION,
        INVALID_OPERATION,
        CONFLICT
    }

    public Rejection {
        facts = Map.copyOf(facts);
    }

    public static Rejection notFound(String kind, String id) {
        return new Rejection(
                Reason.NOT_FOUND, kind + " '" + id + "' was not found", Map.of("id", id));
    }

    /** A field that breaks a rule. */
    public static Rejection field(String field, String sent, String expected) {
        return new Rejection(
                Reason.VALIDATION,
                field + ": expected " + expected + ", got " + sent,
                Map.of("field", field, "sent", sent, "expected", expected));
    }

    public static Rejection taken(String field, String value) {
        return new Rejection(
                Reason.ALREADY_EXISTS,
                field + " '" + value + "' is taken",
                Map.of(
                        "field",
                        field,
                        "sent",
                        value,
                        "expected",
                        "a value that nothing else in the environment has"));
    }

    public static Rejection invalidOperation(String message) {
        return new Rejection(Reason.INVALID_OPERATION, message, Map.of());
    }

    /** A creation repeated under the same id with other content. */
    public static Rejection conflict(String id) {
        return new Rejection(
                Reason.CONFLICT,
                "'" + id + "' was created before with other content",
                Map.of("id", id));
    }
}
