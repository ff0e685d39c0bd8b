package io.tallybook.api.idempotency;

import io.tallybook.api.response.Json;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The key of a request whose contract has it in the body, and that makes nothing whose id could
 * follow from it. It means the same as the header, which comes first where both are there.
 */
final class KeyInBody {
    static final String FIELD = "idempotency_key";
    private static final Pattern ROUTES =
            Pattern.compile("/v1/subscriptions/[^/]+/change/v2/execute");

    private KeyInBody() {}

    static boolean isLookedFor(ServerHttpRequest request) {
        return ROUTES.matcher(request.getPath().pathWithinApplication().value()).matches();
    }

    /** Absent if there is none, or none that is text: that is complained about with all else. */
    static @Nullable String of(byte[] body) {
        try {
            JsonNode key = Json.MAPPER.readTree(body).path(FIELD);
            return key.isString() && !key.stringValue().isEmpty() ? key.stringValue() : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    /**
     * As it is kept: for what it is said of, and apart from those of headers, in which there is no
     * space.
     */
    static String kept(ServerHttpRequest request, String key) {
        return request.getPath().pathWithinApplication().value() + " " + key;
    }
}
