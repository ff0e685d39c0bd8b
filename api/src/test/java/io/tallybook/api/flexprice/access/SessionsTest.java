package io.tallybook.api.flexprice.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.api.ids.TimeOrderedIds;
import io.tallybook.api.memory.Border;
import io.tallybook.api.memory.Border.Told;
import io.tallybook.api.memory.Client;
import io.tallybook.api.memory.MemoryServer;
import io.tallybook.testkit.MutableClock;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import reactor.netty.DisposableServer;
import tools.jackson.databind.JsonNode;

/** Signing up, sessions, and what ends them. */
class SessionsTest {
    private static final MemoryServer SERVER = MemoryServer.shared();
    private static final Border BORDER = new Border(SERVER);
    private static final String PASSWORD = "correct horse battery";
    private static final String NEXT = "another horse battery";

    @SuppressWarnings("NullAway.Init") // set before all
    private static DisposableServer server;

    @SuppressWarnings("NullAway.Init") // set before all
    private static Instant before;

    private final String email = Client.fresh("s") + "@example.org";

    @BeforeAll
    static void listen() {
        before = SERVER.machine().instant();
        server = SERVER.listen(0);
        BORDER.at("http://127.0.0.1:" + server.port());
    }

    @AfterAll
    static void end() {
        server.disposeNow();
        SERVER.machine().set(before);
    }

    @AfterEach
    void cutNoMore() {
        SERVER.faults().cutAfter(Integer.MAX_VALUE);
    }

    private Told signUp(String password) {
        return BORDER.send(
                "POST",
                "/v1/auth/signup",
                "",
                "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password));
    }

    private Told logIn(String password) {
        return BORDER.send(
                "POST",
                "/v1/auth/login",
                "",
                "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password));
    }

    private static int me(String token) {
        return BORDER.asPerson(new Border.Route(HttpMethod.GET, "/v1/users/me"), token, "")
                .status();
    }

    private static Told change(String token, String present, String next) {
        return BORDER.asPerson(
                "POST",
                "/v1/auth/password",
                token,
                "{\"current_password\":\"%s\",\"new_password\":\"%s\"}".formatted(present, next));
    }

    @Test
    void aChangedPasswordEndsEverySessionOfBefore() {
        String first = Border.must(signUp(PASSWORD), 201).path("token").asString();
        String second = Border.must(logIn(PASSWORD), 200).path("token").asString();
        assertThat(me(first)).isEqualTo(200);
        assertThat(me(second)).isEqualTo(200);

        JsonNode changed = Border.must(change(first, PASSWORD, NEXT), 200);
        assertThat(me(first)).isEqualTo(401);
        assertThat(me(second)).isEqualTo(401);
        assertThat(me(changed.path("token").asString())).isEqualTo(200);
        assertThat(logIn(PASSWORD).status()).isEqualTo(401);
        assertThat(logIn(NEXT).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "wrong horse battery, another horse battery, current_password",
        "correct horse battery, short, new_password",
    })
    void aPasswordIsChangedByWhoKnowsItToOneThatIsFit(String present, String next, String field) {
        String token = Border.must(signUp(PASSWORD), 201).path("token").asString();
        Told refused = change(token, present, next);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains(field).doesNotContain(present).doesNotContain(next);
        assertThat(me(token)).isEqualTo(200);
    }

    @Test
    void aKeyHasNoPassword() {
        String key = Border.must(signUp(PASSWORD), 201).path("api_key").asString();
        for (String path : new String[] {"/v1/auth/password", "/v1/auth/logout"}) {
            Told told =
                    BORDER.send(
                            "POST",
                            path,
                            key,
                            "{\"current_password\":\"%s\",\"new_password\":\"%s\"}"
                                    .formatted(PASSWORD, NEXT));
            assertThat(told.status()).as(told.body()).isEqualTo(403);
        }
        assertThat(logIn(PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void whoSignsOutIsOutEverywhere() {
        String first = Border.must(signUp(PASSWORD), 201).path("token").asString();
        String second = Border.must(logIn(PASSWORD), 200).path("token").asString();
        assertThat(BORDER.asPerson("POST", "/v1/auth/logout", first, "").status()).isEqualTo(204);
        assertThat(me(first)).isEqualTo(401);
        assertThat(me(second)).isEqualTo(401);
        assertThat(me(Border.must(logIn(PASSWORD), 200).path("token").asString())).isEqualTo(200);
    }

    @Test
    void aSuperAdminGivesAPersonAnotherPasswordAndTakesAccessAway() {
        String admin = Border.must(signUp(PASSWORD), 201).path("token").asString();
        String colleague = Client.fresh("c") + "@example.org";
        JsonNode made =
                Border.must(
                        BORDER.asPerson(
                                "POST",
                                "/v1/users",
                                admin,
                                "{\"type\":\"user\",\"email\":\"%s\"}".formatted(colleague)),
                        201);
        String path = "/v1/users/" + made.path("id").asString();
        String token = tokenOf(colleague, made.path("password").asString(), 200);
        assertThat(me(token)).isEqualTo(200);
        // The reader may not, whoever it is about.
        assertThat(BORDER.asPerson("POST", path + "/password", token, "").status()).isEqualTo(403);

        Told reset = BORDER.asPerson("POST", path + "/password", admin, "");
        String fresh = Border.must(reset, 200).path("password").asString();
        assertThat(me(token)).isEqualTo(401);
        tokenOf(colleague, made.path("password").asString(), 401);
        String again = tokenOf(colleague, fresh, 200);
        assertThat(me(again)).isEqualTo(200);

        assertThat(BORDER.asPerson("DELETE", path, admin, "").status()).isEqualTo(204);
        assertThat(me(again)).isEqualTo(401);
        tokenOf(colleague, fresh, 401);
    }

    private static String tokenOf(String email, String password, int status) {
        return Border.must(
                        BORDER.send(
                                "POST",
                                "/v1/auth/login",
                                "",
                                "{\"email\":\"%s\",\"password\":\"%s\"}"
                                        .formatted(email, password)),
                        status)
                .path("token")
                .asString();
    }

    /** The commands are: user, tenant, live, sandbox, key. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void aSignUpThatWasCutOffAfterAnyStepIsCompletedByTheNext(int stepsDone) {
        SERVER.faults().cutAfter(stepsDone);
        assertThat(signUp(PASSWORD).status()).isEqualTo(500);
        SERVER.faults().cutAfter(Integer.MAX_VALUE);

        JsonNode done = Border.must(signUp(PASSWORD), 201);
        String key = done.path("api_key").asString();
        String token = done.path("token").asString();
        assertThat(me(token)).isEqualTo(200);
        JsonNode environments = Border.must(BORDER.send("GET", "/v1/environments", key, ""), 200);
        assertThat(environments.path("total").asInt()).isEqualTo(2);
        JsonNode keys = Border.must(BORDER.send("GET", "/v1/secrets/api/keys", key, ""), 200);
        assertThat(keys.path("items").size()).isOne();
        assertThat(logIn(PASSWORD).status()).isEqualTo(200);
        assertThat(signUp(PASSWORD).status()).isEqualTo(409);
    }

    @Test
    void onlyWhoKnowsThePasswordGoesOnWithASignUpThatHasOne() {
        SERVER.faults().cutAfter(4);
        assertThat(signUp(PASSWORD).status()).isEqualTo(500);
        SERVER.faults().cutAfter(Integer.MAX_VALUE);
        assertThat(signUp(NEXT).status()).isEqualTo(409);
        assertThat(signUp(PASSWORD).status()).isEqualTo(201);
    }

    @Test
    void aSignUpThatNobodyFinishedIsHeldForHalfAMinute() {
        MutableClock machine = SERVER.machine();
        var open =
                new OpenSignUps(SERVER.database(), new TimeOrderedIds(machine, new SecureRandom()));
        SignUp first = open.take(email, machine.instant()).blockOptional().orElseThrow();
        assertThat(signUp(PASSWORD).status()).isEqualTo(409);
        machine.advance(Duration.ofSeconds(30));
        JsonNode done = Border.must(signUp(PASSWORD), 201);
        assertThat(done.path("user_id").asString()).isEqualTo(first.user().value());
    }
}
