package io.tallybook.api.problem;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One refusal or failure, ready to be told: {@code message} is for the person who reads it, {@code
 * details} for the program, {@code retryAfter} says when asking again may help.
 */
public record Problem(
        ProblemCode code,
        int status,
        String message,
        Map<String, Object> details,
        @Nullable Duration retryAfter) {

    public Problem {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    public static Problem of(ProblemCode code, String message) {
        return new Problem(code, code.status(), message, Map.of(), null);
    }

    public static Problem of(ProblemCode code, String message, Map<String, ?> details) {
        return new Problem(code, code.status(), message, new LinkedHashMap<>(details), null);
    }

    /** The same problem, with the advice to ask again after {@code wait}. */
    public Problem retryAfter(Duration wait) {
        return new Problem(code, status, message, details, wait);
    }

    /** The problem as something that can be thrown through a reactive chain. */
    public ProblemException asException() {
        return new ProblemException(this, null);
    }

    /** As {@link #asException()}, keeping what caused it for the log. */
    public ProblemException causedBy(Throwable cause) {
        return new ProblemException(this, cause);
    }
}
