package io.tallybook.api.response;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

/** Answers with a JSON body, one per status that the contract uses. */
public final class Answer {

    /** Names what of an answer is shown in it and never again. */
    public static final String SHOWN_ONCE = "X-Shown-Once";

    private Answer() {}

    public static ResponseEntity<byte[]> ok(JsonNode body) {
        return of(HttpStatus.OK, body);
    }

    /** What there is to say of a deletion. */
    public static ResponseEntity<byte[]> message(String message) {
        return ok(Json.object().put("message", message).node());
    }

    public static ResponseEntity<byte[]> nothing() {
        return ResponseEntity.noContent().build();
    }

    public static ResponseEntity<byte[]> created(JsonNode body) {
        return of(HttpStatus.CREATED, body);
    }

    public static ResponseEntity<byte[]> accepted(JsonNode body) {
        return of(HttpStatus.ACCEPTED, body);
    }

    /**
     * The same, of which these fields are shown this once: no copy of the answer may keep them.
     * They must be of the body itself, not of what it holds.
     */
    public static ResponseEntity<byte[]> shownOnce(
            ResponseEntity<byte[]> answer, String... fields) {
        return ResponseEntity.status(answer.getStatusCode())
                .headers(answer.getHeaders())
                .header(SHOWN_ONCE, fields)
                .body(answer.getBody());
    }

    public static ResponseEntity<byte[]> of(HttpStatus status, JsonNode body) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(Json.bytes(body));
    }
}
