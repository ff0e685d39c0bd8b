package io.tallybook.api.memory;

import io.tallybook.api.response.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import tools.jackson.databind.JsonNode;

/** Every route there is, and somebody at it with a key. */
public final class Border {

    private final MemoryServer server;
    private String url = "";

    public Border(MemoryServer server) {
        this.server = server;
    }

    /** One route, as it is mapped. */
    public record Route(HttpMethod method, String pattern) {
        @Override
        public String toString() {
            return method + " " + pattern;
        }
    }

    /** An answer. */
    public record Told(int status, String body) {
        public JsonNode json() {
            return Json.MAPPER.readTree(body);
        }
    }

    public void at(String address) {
        this.url = address;
    }

    /** All that is mapped under /v1, but what only tests have. */
    public List<Route> routes() {
        return server.mapping().getHandlerMethods().keySet().stream()
                .flatMap(info -> of(info).stream())
                .filter(route -> route.pattern().startsWith("/v1/"))
                .filter(route -> !route.pattern().startsWith("/v1/test/"))
                .sorted(Comparator.comparing(Route::toString))
                .toList();
    }

    private static List<Route> of(RequestMappingInfo info) {
        return info.getPatternsCondition().getPatterns().stream()
                .flatMap(
                        pattern ->
                                info.getMethodsCondition().getMethods().stream()
                                        .map(
                                                method ->
                                                        new Route(
                                                                HttpMethod.valueOf(method.name()),
                                                                pattern.getPatternString())))
                .toList();
    }

    /** A path of a pattern, which names nothing that there is. */
    public static String filled(String pattern) {
        return pattern.replace("{type}", "customer")
                .replaceAll("\\{[^}]*}", "nothing_of_this_name");
    }

    public Told send(Route route, String key) {
        return send(route.method().name(), filled(route.pattern()), key, "{}");
    }

    public Told send(String method, String path, String key, String body) {
        HttpRequest.Builder request = request(method, path, body);
        if (!key.isEmpty()) {
            request.header("x-api-key", key);
        }
        return told(request);
    }

    public Told asPerson(Route route, String token, String environment) {
        HttpRequest.Builder request =
                request(route.method().name(), filled(route.pattern()), "{}")
                        .header("Authorization", "Bearer " + token);
        if (!environment.isEmpty()) {
            request.header("X-Environment-ID", environment);
        }
        return told(request);
    }

    public Told asPerson(String method, String path, String token, String body) {
        return told(request(method, path, body).header("Authorization", "Bearer " + token));
    }

    private HttpRequest.Builder request(String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        method.equals("GET")
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(body));
    }

    private Told told(HttpRequest.Builder building) {
        HttpRequest request = building.build();
        // A connection each: what is refused before its body was read must not disturb the next.
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> answer =
                    http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                return new Told(answer.statusCode(), isEndless(answer) ? "" : text(body));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean isEndless(HttpResponse<?> answer) {
        return answer.headers()
                .firstValue("Content-Type")
                .orElse("")
                .startsWith("text/event-stream");
    }

    private static String text(InputStream body) throws IOException {
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }

    public JsonNode signUp(String email) {
        Told told =
                send(
                        "POST",
                        "/v1/auth/signup",
                        "",
                        "{\"email\":\"%s\",\"password\":\"correct horse battery\"}"
                                .formatted(Client.fresh("p") + email));
        return must(told, 201);
    }

    /** A new key of a new service account with this role, or of a person if it is super_admin. */
    public String keyWith(String role) {
        if (role.equals("super_admin")) {
            return newKey("");
        }
        String given = role.equals("custom") ? customRole() : role;
        String account =
                must(
                                send(
                                        "POST",
                                        "/v1/users",
                                        MemoryEngine.SANDBOX_KEY,
                                        "{\"type\":\"service_account\",\"roles\":[\"%s\"]}"
                                                .formatted(given)),
                                201)
                        .path("id")
                        .asString();
        return newKey(",\"service_account_id\":\"" + account + "\"");
    }

    private String customRole() {
        return must(
                        send(
                                "POST",
                                "/v1/rbac/roles",
                                MemoryEngine.SANDBOX_KEY,
                                "{\"name\":\"%s\",\"permissions\":{\"customer\":[\"read\"]}}"
                                        .formatted(Client.fresh("support"))),
                        201)
                .path("id")
                .asString();
    }

    public String newKey(String more) {
        return made(more).path("api_key").asString();
    }

    private JsonNode made(String more) {
        return must(
                send(
                        "POST",
                        "/v1/secrets/api/keys",
                        MemoryEngine.SANDBOX_KEY,
                        "{\"name\":\"k\",\"type\":\"private_key\"" + more + "}"),
                201);
    }

    public String expiredKey() {
        Instant soon = server.machine().instant().plusSeconds(60);
        String key = newKey(",\"expires_at\":\"" + soon + "\"");
        server.machine().advance(Duration.ofSeconds(60));
        return key;
    }

    public String revokedKey() {
        JsonNode made = made("");
        String key = made.path("api_key").asString();
        must(send("GET", "/v1/customers/x", key, ""), 404);
        Told gone =
                send(
                        "DELETE",
                        "/v1/secrets/api/keys/" + made.at("/secret/id").asString(),
                        MemoryEngine.SANDBOX_KEY,
                        "");
        if (gone.status() != 204) {
            throw new AssertionError(gone.toString());
        }
        return key;
    }

    public static JsonNode must(Told told, int status) {
        if (told.status() != status) {
            throw new AssertionError("expected " + status + ", got " + told);
        }
        return told.json();
    }
}
