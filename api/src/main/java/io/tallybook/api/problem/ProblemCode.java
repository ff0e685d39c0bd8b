package io.tallybook.api.problem;

import java.util.Locale;

/**
 * What went wrong, in the vocabulary of the Flexprice contract, and the HTTP status that says so.
 */
public enum ProblemCode {
    VALIDATION_ERROR(400),
    INVALID_OPERATION(400),
    UNAUTHORIZED(401),
    PERMISSION_DENIED(403),
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    NOT_ACCEPTABLE(406),
    ALREADY_EXISTS(409),
    VERSION_CONFLICT(409),
    PAYLOAD_TOO_LARGE(413),
    URI_TOO_LONG(414),
    UNSUPPORTED_MEDIA_TYPE(415),
    TOO_MANY_REQUESTS(429),
    INTERNAL_ERROR(500),
    NOT_IMPLEMENTED(501),
    SERVICE_UNAVAILABLE(503);

    private final int status;

    ProblemCode(int status) {
        this.status = status;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The word that travels. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
