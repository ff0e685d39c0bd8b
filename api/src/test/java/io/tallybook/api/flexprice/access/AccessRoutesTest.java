package io.tallybook.api.flexprice.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.api.memory.Border;
import io.tallybook.api.memory.Border.Told;
import io.tallybook.api.memory.Client;
import io.tallybook.api.memory.MemoryEngine;
import io.tallybook.api.memory.MemoryServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.netty.DisposableServer;
import tools.jackson.databind.JsonNode;

class AccessRoutesTest {
    private static final String KEY = MemoryEngine.SANDBOX_KEY;
    private static final Border BORDER = new Border(MemoryServer.shared());

    @SuppressWarnings("NullAway.Init") // set before all
    private static DisposableServer server;

    @SuppressWarnings("NullAway.Init") // set before all
    private static Instant before;

    @BeforeAll
    static void listen() {
        before = MemoryServer.shared().machine().instant();
        server = MemoryServer.shared().listen(0);
        BORDER.at("http://127.0.0.1:" + server.port());
    }

    @AfterAll
    static void end() {
        server.disposeNow();
        // Other tests share the server, and expect its clock where it stood.
        MemoryServer.shared().machine().set(before);
    }

    private static JsonNode post(String path, String body, int status) {
        return Border.must(BORDER.send("POST", path, KEY, body), status);
    }

    private static JsonNode get(String path, String key) {
        return Border.must(BORDER.send("GET", path, key, ""), 200);
    }

    private static JsonNode newKey(String more) {
        return post(
                "/v1/secrets/api/keys",
                "{\"name\":\"k\",\"type\":\"private_key\"" + more + "}",
                201);
    }

    private static int status(String key) {
        return BORDER.send("GET", "/v1/customers/x", key, "").status();
    }

    @Test
    void aKeyIsShownOnceAndKnownByItsLastCharactersAfterwards() {
        JsonNode made = newKey("");
        String key = made.path("api_key").asString();
        String id = made.at("/secret/id").asString();

        Told list = BORDER.send("GET", "/v1/secrets/api/keys?limit=1000", KEY, "");
        assertThat(list.body()).contains(id).doesNotContain(key);
        assertThat(made.at("/secret/display_id").asString())
                .isEqualTo("…" + key.substring(key.length() - 4));
        assertThat(made.at("/secret/provider").asString()).isEqualTo("flexprice");
        assertThat(made.at("/secret/status").asString()).isEqualTo("published");
    }

    @Test
    void theLastUseOfAKeyIsShown() {
        JsonNode made = newKey("");
        String id = made.at("/secret/id").asString();
        assertThat(made.at("/secret/last_used_at").isNull()).isTrue();
        status(made.path("api_key").asString());
        MemoryServer.shared().lastUse().write().block();
        JsonNode items = get("/v1/secrets/api/keys?limit=1000", KEY).path("items");
        for (JsonNode item : items) {
            if (item.path("id").asString().equals(id)) {
                assertThat(item.path("last_used_at").asString()).startsWith("2026-");
                return;
            }
        }
        throw new AssertionError("no key " + id);
    }

    @Test
    void aRevokedKeyIsOutAtOnceAndThereNoMore() {
        JsonNode made = newKey("");
        String path = "/v1/secrets/api/keys/" + made.at("/secret/id").asString();
        String key = made.path("api_key").asString();
        assertThat(status(key)).isEqualTo(404);
        assertThat(BORDER.send("DELETE", path, KEY, "").status()).isEqualTo(204);
        assertThat(status(key)).isEqualTo(401);
        assertThat(BORDER.send("DELETE", path, KEY, "").status()).isEqualTo(404);
    }

    @Test
    void aKeyThatIsRevokedWhileItIsInUseIsOutForEverybodyAfterTheAnswer() throws Exception {
        JsonNode made = newKey("");
        String key = made.path("api_key").asString();
        String path = "/v1/secrets/api/keys/" + made.at("/secret/id").asString();
        AtomicBoolean gone = new AtomicBoolean();
        Callable<Integer> user =
                () -> {
                    int late = 0;
                    for (int i = 0; i < 200; i++) {
                        boolean afterwards = gone.get();
                        if (status(key) != 401 && afterwards) {
                            late++;
                        }
                    }
                    return late;
                };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> users = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                users.add(threads.submit(user));
            }
            assertThat(BORDER.send("DELETE", path, KEY, "").status()).isEqualTo(204);
            gone.set(true);
            assertThat(sum(users)).isZero();
        }
    }

    private static int sum(List<Future<Integer>> users)
            throws InterruptedException, ExecutionException {
        int sum = 0;
        for (Future<Integer> user : users) {
            sum += user.get();
        }
        return sum;
    }

    @Test
    void aRotatedKeyWorksBesideTheNewOneUntilTheOverlapEnds() {
        JsonNode old = newKey(",\"requests_per_minute\":500");
        String path = "/v1/secrets/api/keys/" + old.at("/secret/id").asString();
        JsonNode fresh = post(path + "/rotate", "{\"overlap_seconds\":60}", 201);
        String before = old.path("api_key").asString();
        String after = fresh.path("api_key").asString();

        assertThat(fresh.at("/secret/requests_per_minute").asInt()).isEqualTo(500);
        assertThat(List.of(status(before), status(after))).containsExactly(404, 404);
        MemoryServer.shared().machine().advance(Duration.ofSeconds(59));
        assertThat(List.of(status(before), status(after))).containsExactly(404, 404);
        MemoryServer.shared().machine().advance(Duration.ofSeconds(1));
        assertThat(List.of(status(before), status(after))).containsExactly(401, 404);
    }

    @Test
    void aKeyThatAsksTooOftenIsToldToWaitAndLetInWhenItHasWaited() {
        String key = newKey(",\"requests_per_minute\":3").path("api_key").asString();
        var http = MemoryServer.shared().with(key);
        for (int left = 2; left >= 0; left--) {
            http.get()
                    .uri("/v1/customers/x")
                    .exchange()
                    .expectStatus()
                    .isNotFound()
                    .expectHeader()
                    .valueEquals("X-RateLimit-Limit", "3")
                    .expectHeader()
                    .valueEquals("X-RateLimit-Remaining", Integer.toString(left))
                    .expectHeader()
                    .exists("X-RateLimit-Reset");
        }
        http.get()
                .uri("/v1/customers/x")
                .exchange()
                .expectStatus()
                .isEqualTo(429)
                .expectHeader()
                .valueEquals("Retry-After", "20")
                .expectHeader()
                .valueEquals("X-RateLimit-Remaining", "0")
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("too_many_requests");
        MemoryServer.shared().machine().advance(Duration.ofSeconds(20));
        assertThat(status(key)).isEqualTo(404);
        assertThat(status(key)).isEqualTo(429);
    }

    @Test
    void theSettingOfAnEnvironmentLimitsKeysThatHaveNoLimitOfTheirOwn() {
        JsonNode account = BORDER.signUp("limits@example.org");
        String key = account.path("api_key").asString();
        String path = "/v1/settings/rate_limit_config";
        assertThat(get(path, key).at("/value/requests_per_minute").isNull()).isTrue();
        Told put = BORDER.send("PUT", path, key, "{\"value\":{\"requests_per_minute\":2000}}");
        assertThat(Border.must(put, 200).at("/value/requests_per_minute").asInt()).isEqualTo(2000);
        MemoryServer.shared()
                .with(key)
                .get()
                .uri(path)
                .exchange()
                .expectHeader()
                .valueEquals("X-RateLimit-Limit", "2000");
        assertThat(BORDER.send("DELETE", path, key, "").status()).isEqualTo(204);
        assertThat(get(path, key).at("/value/requests_per_minute").isNull()).isTrue();
    }

    @Test
    void aTenantMayLimitItsUsersAndEnvironments() {
        String key = BORDER.signUp("few@example.org").path("api_key").asString();
        Border.must(
                BORDER.send(
                        "PUT",
                        "/v1/settings/tenant_config",
                        key,
                        "{\"value\":{\"max_users\":1,\"max_development_environments\":1}}"),
                200);
        Told user =
                BORDER.send(
                        "POST",
                        "/v1/users",
                        key,
                        "{\"type\":\"service_account\",\"roles\":[\"all_reader\"]}");
        assertThat(user.status()).isEqualTo(400);
        assertThat(user.body()).contains("max_users");
        Told environment =
                BORDER.send(
                        "POST",
                        "/v1/environments",
                        key,
                        "{\"name\":\"x\",\"type\":\"development\"}");
        assertThat(environment.status()).isEqualTo(400);
        assertThat(environment.body()).contains("max_development_environments");
    }

    @Test
    void signingUpMakesATenantWithTwoEnvironmentsAUserAndAKey() {
        JsonNode account = BORDER.signUp("ada@example.org");
        String key = account.path("api_key").asString();
        JsonNode me = get("/v1/users/me", key);
        assertThat(me.path("id").asString()).isEqualTo(account.path("user_id").asString());
        assertThat(me.path("email").asString()).endsWith("ada@example.org");
        assertThat(me.path("roles").get(0).asString()).isEqualTo("super_admin");
        String tenant = account.path("tenant_id").asString();
        assertThat(me.at("/tenant/id").asString()).isEqualTo(tenant);
        assertThat(get("/v1/tenants/" + tenant, key).path("status").asString())
                .isEqualTo("published");
        assertThat(get("/v1/environments", key).path("total").asInt()).isEqualTo(2);
    }

    @Test
    void aPersonLogsInByTheAddressInAnyCaseAndTheWrongPasswordSaysNoMore() {
        String email = BORDER.signUp("eve@example.org").path("user_id").asString();
        assertThat(email).startsWith("user_");
        String address = Client.fresh("login") + "@example.org";
        Border.must(
                BORDER.send(
                        "POST",
                        "/v1/auth/signup",
                        "",
                        "{\"email\":\"%s\",\"password\":\"correct horse battery\"}"
                                .formatted(address)),
                201);
        Told again = logIn(address.toUpperCase(java.util.Locale.ROOT), "correct horse battery");
        String token = Border.must(again, 200).path("token").asString();
        Told me =
                BORDER.asPerson(
                        new Border.Route(org.springframework.http.HttpMethod.GET, "/v1/users/me"),
                        token,
                        "");
        assertThat(me.json().path("email").asString()).isEqualTo(address);
        Told wrong = logIn(address, "incorrect horse");
        Told nobody = logIn("nobody-" + address, "incorrect horse");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.json().path("message")).isEqualTo(wrong.json().path("message"));
    }

    private static Told logIn(String email, String password) {
        return BORDER.send(
                "POST",
                "/v1/auth/login",
                "",
                "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password));
    }

    @Test
    void whoGuessesPasswordsOfOneAddressIsToldToWait() {
        String address = Client.fresh("guessed") + "@example.org";
        for (int i = 0; i < 10; i++) {
            assertThat(logIn(address, "guess number " + i).status()).isEqualTo(401);
        }
        assertThat(logIn(address, "guess number 10").status()).isEqualTo(429);
    }

    @Test
    void aTokenThatWasChangedOrHasExpiredIsNone() {
        String token = BORDER.signUp("token@example.org").path("token").asString();
        var me = new Border.Route(org.springframework.http.HttpMethod.GET, "/v1/users/me");
        assertThat(BORDER.asPerson(me, token, "").status()).isEqualTo(200);
        char last = token.charAt(token.length() - 3);
        String changed =
                token.substring(0, token.length() - 3)
                        + (last == 'A' ? 'B' : 'A')
                        + token.substring(token.length() - 2);
        assertThat(BORDER.asPerson(me, changed, "").status()).isEqualTo(401);
        assertThat(BORDER.asPerson(me, "a.b.c", "").status()).isEqualTo(401);
        MemoryServer.shared().machine().advance(Duration.ofHours(12));
        assertThat(BORDER.asPerson(me, token, "").status()).isEqualTo(401);
    }

    @Test
    void nobodyGivesWhatHeDoesNotHave() {
        String role =
                post(
                                "/v1/rbac/roles",
                                "{\"name\":\"%s\",\"permissions\":{\"user\":[\"read\",\"write\"],"
                                                .formatted(Client.fresh("hr"))
                                        + "\"secret\":[\"write\"],\"rbac\":[\"write\"]}}",
                                201)
                        .path("id")
                        .asString();
        String account =
                post(
                                "/v1/users",
                                "{\"type\":\"service_account\",\"roles\":[\"%s\"]}".formatted(role),
                                201)
                        .path("id")
                        .asString();
        String key =
                newKey(",\"service_account_id\":\"" + account + "\"").path("api_key").asString();
        String owner =
                post("/v1/users", "{\"type\":\"service_account\",\"roles\":[\"all_writer\"]}", 201)
                        .path("id")
                        .asString();
        for (Map.Entry<String, String> wish :
                Map.of(
                                "/v1/users",
                                "{\"type\":\"service_account\",\"roles\":[\"all_reader\"]}",
                                "/v1/secrets/api/keys",
                                "{\"name\":\"k\",\"type\":\"private_key\",\"service_account_id\":\""
                                        + owner
                                        + "\"}",
                                "/v1/rbac/roles",
                                "{\"name\":\"x\",\"permissions\":{\"customer\":[\"read\"]}}")
                        .entrySet()) {
            Told told = BORDER.send("POST", wish.getKey(), key, wish.getValue());
            assertThat(told.status()).as(wish.getKey() + told.body()).isEqualTo(403);
            assertThat(told.body()).contains("which you do not have");
        }
    }

    @Test
    void whatARoleAllowsAndWhoHasItHoldsFromTheNextRequestOn() {
        String role =
                post(
                                "/v1/rbac/roles",
                                "{\"name\":\"%s\",\"permissions\":{\"plan\":[\"read\"]}}"
                                        .formatted(Client.fresh("role")),
                                201)
                        .path("id")
                        .asString();
        String account =
                post(
                                "/v1/users",
                                "{\"type\":\"service_account\",\"roles\":[\"%s\"]}".formatted(role),
                                201)
                        .path("id")
                        .asString();
        String key =
                newKey(",\"service_account_id\":\"" + account + "\"").path("api_key").asString();
        assertThat(status(key)).isEqualTo(403);
        Border.must(
                BORDER.send(
                        "PUT",
                        "/v1/rbac/roles/" + role,
                        KEY,
                        "{\"permissions\":{\"customer\":[\"read\"]}}"),
                200);
        assertThat(status(key)).isEqualTo(404);
        Border.must(
                BORDER.send(
                        "PUT",
                        "/v1/users/" + account + "/roles",
                        KEY,
                        "{\"roles\":[\"event_reader\"]}"),
                200);
        assertThat(status(key)).isEqualTo(403);
        assertThat(BORDER.send("DELETE", "/v1/users/" + account, KEY, "").status()).isEqualTo(204);
        assertThat(status(key)).isEqualTo(401);
    }

    @Test
    void usersAreFoundByTypeAndRole() {
        post(
                "/v1/users",
                "{\"type\":\"service_account\",\"name\":\"gate\",\"roles\":[\"event_ingestor\"]}",
                201);
        JsonNode found =
                post(
                        "/v1/users/search",
                        "{\"type\":\"service_account\",\"roles\":[\"event_ingestor\"],\"limit\":1000}",
                        200);
        assertThat(found.path("items").size()).isPositive();
        for (JsonNode user : found.path("items")) {
            assertThat(user.path("type").asString()).isEqualTo("service_account");
            assertThat(user.path("roles").toString()).contains("event_ingestor");
        }
    }

    @Test
    void anEnvironmentIsRenamedAndStaysWhatItIs() {
        JsonNode made =
                post("/v1/environments", "{\"name\":\"Trials\",\"type\":\"development\"}", 201);
        String path = "/v1/environments/" + made.path("id").asString();
        Told renamed = BORDER.send("PUT", path, KEY, "{\"name\":\"Staging\"}");
        assertThat(Border.must(renamed, 200).path("name").asString()).isEqualTo("Staging");
        Told other = BORDER.send("PUT", path, KEY, "{\"type\":\"production\"}");
        assertThat(other.status()).isEqualTo(400);
        assertThat(BORDER.send("GET", path, MemoryEngine.OTHER_KEY, "").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    POST | /v1/users                       | {}                                              | 400 | type
                    POST | /v1/users                       | {"type":"robot"}                                | 400 | type
                    POST | /v1/users                       | {"type":"user"}                                 | 400 | email
                    POST | /v1/users                       | {"type":"service_account"}                      | 400 | roles
                    POST | /v1/users                       | {"type":"service_account","roles":["nobody"]}   | 400 | roles
                    PUT  | /v1/users/user_x                | {"name":"x"}                                    | 404 | user_x
                    PUT  | /v1/users/user_x/roles          | {}                                              | 400 | roles
                    POST | /v1/users/search                | {"type":"robot"}                                | 400 | type
                    POST | /v1/users/search                | {"limit":0}                                     | 400 | limit
                    POST | /v1/secrets/api/keys            | {"type":"private_key"}                          | 400 | name
                    POST | /v1/secrets/api/keys            | {"name":"k","type":"integration"}               | 400 | type
                    POST | /v1/secrets/api/keys            | {"name":"k","type":"private_key","expires_at":"2001-01-01T00:00:00Z"} | 400 | expires_at
                    POST | /v1/secrets/api/keys            | {"name":"k","type":"private_key","requests_per_minute":0} | 400 | requests_per_minute
                    POST | /v1/secrets/api/keys            | {"name":"k","type":"private_key","service_account_id":"user_x"} | 404 | user_x
                    POST | /v1/secrets/api/keys/x/rotate   | {"overlap_seconds":-1}                          | 400 | overlap_seconds
                    POST | /v1/secrets/api/keys/x/rotate   | {}                                              | 404 | x
                    PUT  | /v1/secrets/api/keys/x          | {}                                              | 404 | x
                    POST | /v1/rbac/roles                  | {}                                              | 400 | name
                    PUT  | /v1/rbac/roles/role_x           | {}                                              | 404 | role_x
                    PUT  | /v1/settings/invoice_pdf_config | {"value":{"prefix":"X"}}                        | 400 | invoice_pdf_config
                    PUT  | /v1/settings/invoice_config     | {"value":{"format":"DDMM"}}                     | 400 | format
                    PUT  | /v1/settings/invoice_config     | {"value":{"prefix":"R E"}}                      | 400 | prefix
                    PUT  | /v1/settings/invoice_config     | {"value":{"start_sequence":0}}                  | 400 | start_sequence
                    PUT  | /v1/settings/moods              | {"value":{}}                                    | 404 | moods
                    PUT  | /v1/settings/rate_limit_config  | {}                                              | 400 | value
                    PUT  | /v1/settings/rate_limit_config  | {"value":{}}                                    | 400 | requests_per_minute
                    PUT  | /v1/settings/rate_limit_config  | {"value":{"requests_per_minute":"many"}}        | 400 | requests_per_minute
                    PUT  | /v1/tenants/update              | {"billing_details":7}                           | 400 | billing_details
                    PUT  | /v1/environments/env_x          | {"name":"x"}                                    | 404 | env_x
                    POST | /v1/auth/signup                 | {"email":"x","password":"long enough it is"}    | 400 | email
                    POST | /v1/auth/signup                 | {"email":"a@b.c","password":"short"}            | 400 | password
                    POST | /v1/auth/login                  | {"email":"a@b.c"}                               | 400 | password
                    """)
    void whatIsWrongIsNamed(String method, String path, String body, int status, String named) {
        Told told = BORDER.send(method, path, KEY, body);
        assertThat(told.status()).as(told.body()).isEqualTo(status);
        assertThat(told.json().path("message").asString()).contains(named);
    }
}
