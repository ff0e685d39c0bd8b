package io.tallybook.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.api.memory.Border;
import io.tallybook.api.memory.Border.Route;
import io.tallybook.api.memory.Client;
import io.tallybook.api.memory.MemoryEngine;
import io.tallybook.api.memory.MemoryServer;
import io.tallybook.core.access.Action;
import io.tallybook.core.access.Resource;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import reactor.netty.DisposableServer;

/** Tries every route that is mapped, over a real connection, as everybody who must not. */
class BorderTest {
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

    /** What each role may do, said once more and otherwise. */
    private static boolean may(String role, AccessRule rule) {
        return switch (rule) {
            case AccessRule.Anybody() -> true;
            case AccessRule.Known() -> true;
            case AccessRule.PersonInCharge(_) -> role.equals("super_admin");
            case AccessRule.Undeclared() -> role.equals("super_admin");
            case AccessRule.Needs(var p) -> {
                boolean reads = p.action() == Action.READ;
                yield switch (role) {
                    case "super_admin" -> true;
                    case "all_reader" -> reads;
                    case "all_writer" ->
                            reads
                                    || !Set.of(
                                                    "user",
                                                    "secret",
                                                    "rbac",
                                                    "tenant",
                                                    "environment",
                                                    "setting")
                                            .contains(p.resource().wire());
                    case "event_ingestor" -> p.resource() == Resource.EVENT && !reads;
                    case "event_reader" -> p.resource() == Resource.EVENT && reads;
                    case "custom" -> p.resource() == Resource.CUSTOMER && reads;
                    default -> throw new IllegalArgumentException(role);
                };
            }
        };
    }

    @Test
    void everyRouteSaysWhoMayUseIt() {
        assertThat(BORDER.routes()).hasSizeGreaterThan(60);
        assertThat(BORDER.routes())
                .filteredOn(
                        route ->
                                AccessRules.of(route.method(), route.pattern())
                                        instanceof AccessRule.Undeclared)
                .as("declare the first part of the path in AccessRules")
                .isEmpty();
    }

    @Test
    void aRouteThatNobodyDeclaredIsOpenToSuperAdminsAlone() {
        assertThat(AccessRules.of(HttpMethod.GET, "/v1/new-thing/{id}"))
                .isEqualTo(new AccessRule.Undeclared());
        String reader = BORDER.keyWith("all_writer");
        assertThat(BORDER.send("POST", "/v1/test/ids", reader, "{}").status()).isEqualTo(403);
        assertThat(BORDER.send("POST", "/v1/test/ids", MemoryEngine.SANDBOX_KEY, "{}").status())
                .isEqualTo(200);
    }

    /** Otherwise whoever names a thing "search" could write to it with the right to read. */
    @Test
    void noPostThatWritesEndsInAPartOfTheCallersChoice() {
        assertThat(BORDER.routes())
                .filteredOn(
                        route ->
                                route.method().equals(HttpMethod.POST)
                                        && route.pattern().endsWith("}"))
                .isEmpty();
    }

    @Test
    void nobodyGetsInWithoutAKeyOrWithOneThatIsUnknownExpiredOrRevoked() {
        List<String> wrong = new ArrayList<>();
        Map<String, String> keys = new TreeMap<>();
        keys.put("unknown", "tb_sandbox_guess");
        keys.put("expired", BORDER.expiredKey());
        keys.put("revoked", BORDER.revokedKey());
        keys.put("none", "");
        for (Route route : BORDER.routes()) {
            if (AccessRules.of(route.method(), route.pattern()) instanceof AccessRule.Anybody) {
                continue;
            }
            keys.forEach(
                    (what, key) -> {
                        int status = BORDER.send(route, key).status();
                        if (status != 401) {
                            wrong.add(route + " with " + what + " key: " + status);
                        }
                    });
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "super_admin",
                "all_reader",
                "all_writer",
                "event_ingestor",
                "event_reader",
                "custom"
            })
    void eachRoleMayWhatItMayAndNothingElse(String role) {
        String key = BORDER.keyWith(role);
        List<String> wrong = new ArrayList<>();
        for (Route route : BORDER.routes()) {
            AccessRule rule = AccessRules.of(route.method(), route.pattern());
            Border.Told told = BORDER.send(route, key);
            boolean refused =
                    told.status() == 401
                            || (told.status() == 403
                                    && told.body().contains("insufficient permissions"));
            if (refused == may(role, rule) || told.status() >= 500) {
                wrong.add(route + " as " + role + " (" + rule + "): " + told.status());
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void whatIsOfAnotherEnvironmentOrTenantIsNotThere() {
        Client.World world = Client.sandbox().world();
        Map<String, String> ids =
                Map.of(
                        "customers", world.customer(),
                        "meters", world.meter(),
                        "plans", world.plan(),
                        "prices", world.price(),
                        "subscriptions", world.subscription(),
                        "invoices", world.invoice(),
                        "wallets", world.wallet());
        List<String> wrong = new ArrayList<>();
        int tried = 0;
        for (Route route : BORDER.routes()) {
            String first = route.pattern().split("/")[2];
            if (!ids.containsKey(first) || !route.pattern().contains("/" + first + "/{id}")) {
                continue;
            }
            tried++;
            String path = Border.filled(route.pattern().replaceFirst("\\{id}", ids.get(first)));
            for (String key : List.of(MemoryEngine.LIVE_KEY, MemoryEngine.OTHER_KEY)) {
                Border.Told told = BORDER.send(route.method().name(), path, key, "{}");
                // A body that is wrong anyway may be told first; nothing of the thing is.
                boolean bodyFirst = told.status() == 400 && !route.method().equals(HttpMethod.GET);
                if ((told.status() != 404 && !bodyFirst) || told.body().contains("Acme")) {
                    wrong.add(route + ": " + told.status() + " " + told.body());
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(tried).isGreaterThan(15);
    }

    @Test
    void aPersonChoosesAnEnvironmentOfTheirOwnTenantAndNoOther() throws IOException {
        String token = BORDER.signUp("border@example.org").path("token").asString();
        String own = BORDER.signUp("border2@example.org").at("/environments/0/id").asString();
        List<String> wrong = new ArrayList<>();
        for (Route route : BORDER.routes()) {
            AccessRule rule = AccessRules.of(route.method(), route.pattern());
            // Signing out is open to whoever has a token, and ends it for the routes behind it.
            if (rule instanceof AccessRule.Anybody || route.pattern().equals("/v1/auth/logout")) {
                continue;
            }
            for (String environment :
                    List.of(own, MemoryEngine.SANDBOX.environment().value(), "env_x")) {
                int status = BORDER.asPerson(route, token, environment).status();
                if (status != 403) {
                    wrong.add(route + " in " + environment + ": " + status);
                }
            }
            boolean ofTenant = AccessRules.isOfTenant(route.pattern());
            int without = BORDER.asPerson(route, token, "").status();
            if ((without == 403) == ofTenant) {
                wrong.add(route + " without environment: " + without);
            }
        }
        assertThat(wrong).isEmpty();
    }
}
