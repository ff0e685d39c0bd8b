package io.tallybook.api.idempotency;

import io.tallybook.api.response.Json;
import java.util.List;
import java.util.Optional;
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
    private static final String KEY = "idempotency_key";
    private static final List<Route> ROUTES =
            List.of(
                    new Route("/v1/subscriptions/[^/]+/change/v2/execute", List.of(KEY)),
                    new Route(
                            "/v1/subscriptions(/addon|/[^/]+/modify/execute)?",
                            List.of("checkout", KEY)));

    private KeyInBody() {}

    /**
     * Where the key stands.
     *
     * @param field by the names of the objects that it is in
     */
    private record Route(Pattern path, List<String> field) {
        Route(String path, List<String> field) {
            this(Pattern.compile(path), field);
        }
    }

    static boolean isLookedFor(ServerHttpRequest request) {
        return route(request).isPresent();
    }

    private static Optional<Route> route(ServerHttpRequest request) {
        String path = path(request);
        return ROUTES.stream().filter(route -> route.path().matcher(path).matches()).findFirst();
    }

    private static String path(ServerHttpRequest request) {
        return request.getPath().pathWithinApplication().value();
    }

    private static List<String> parts(ServerHttpRequest request) {
        return route(request).map(Route::field).orElse(List.of(KEY));
    }

    /** What the caller calls it. */
    static String field(ServerHttpRequest request) {
        return String.join(".", parts(request));
    }

    /** Absent if there is none, or none that is text: that is complained about with all else. */
    static @Nullable String of(ServerHttpRequest request, byte[] body) {
        try {
            JsonNode key = Json.MAPPER.readTree(body);
            for (String part : parts(request)) {
                key = key.path(part);
            }
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
        return path(request) + " " + key;
    }
}
