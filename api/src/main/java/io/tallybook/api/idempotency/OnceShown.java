package io.tallybook.api.idempotency;

import io.tallybook.api.response.Answer;
import io.tallybook.api.response.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.http.HttpHeaders;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** Keys and passwords that an answer shows once: what is kept of it does not have them. */
final class OnceShown {
    private OnceShown() {}

    /** The body as it may be kept. */
    static String without(HttpHeaders headers, byte[] body) {
        List<String> fields = headers.getOrEmpty(Answer.SHOWN_ONCE);
        String text = new String(body, StandardCharsets.UTF_8);
        return fields.isEmpty() ? text : without(fields, text);
    }

    private static String without(List<String> fields, String text) {
        try {
            if (Json.MAPPER.readTree(text) instanceof ObjectNode answer) {
                fields.forEach(answer::putNull);
                return Json.MAPPER.writeValueAsString(answer);
            }
        } catch (JacksonException e) {
            // What cannot be read cannot be cleared in part.
            return "{}";
        }
        return "{}";
    }
}
