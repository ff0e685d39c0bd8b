package io.tallybook.api.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.api.memory.MemoryEngine;
import io.tallybook.api.memory.MemoryServer;
import io.tallybook.api.response.Json;
import io.tallybook.core.catalogue.PlanCommand;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.netty.DisposableServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class IdempotencyTest {

    private final MemoryServer server = MemoryServer.shared();
    private final WebTestClient client = server.sandbox();

    @AfterEach
    void mend() {
        server.faults().failNext(0);
        server.faults().hang(false);
        server.usage().comeBack();
    }

    private EntityExchangeResult<String> post(
            WebTestClient by, String path, String key, String body) {
        return by.post()
                .uri(path)
                .header(Idempotency.HEADER, key)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange()
                .expectBody(String.class)
                .returnResult();
    }

    private EntityExchangeResult<String> post(String path, String key, String body) {
        return post(client, path, key, body);
    }

    private long plansNamed(String name) {
        return server.engine().seen.stream()
                .filter(
                        c ->
                                c instanceof PlanCommand.Create create
                                        && create.plan().name().equals(name))
                .count();
    }

    @Test
    void theSameKeyAndBodyGetTheSameAnswerAndNothingHappensTwice() {
        var first = post("/v1/plans", "key-same", "{\"name\":\"once\",\"lookup_key\":\"once\"}");
        var again =
                post("/v1/plans", "key-same", "{ \"lookup_key\": \"once\", \"name\": \"once\" }");
        assertThat(first.getStatus().value()).isEqualTo(201);
        assertThat(again.getStatus().value()).isEqualTo(201);
        assertThat(again.getResponseBody()).isEqualTo(first.getResponseBody());
        assertThat(again.getResponseHeaders().getFirst(Idempotency.REPLAYED)).isEqualTo("true");
        assertThat(first.getResponseHeaders().getFirst(Idempotency.REPLAYED)).isNull();
        assertThat(plansNamed("once")).isOne();
    }

    @Test
    void theSameKeyWithAnotherBodyIsAConflict() {
        post("/v1/plans", "key-body", "{\"name\":\"a\"}");
        var other = post("/v1/plans", "key-body", "{\"name\":\"b\"}");
        assertThat(other.getStatus().value()).isEqualTo(409);
        assertThat(other.getResponseBody()).contains("another body");
    }

    @Test
    void theSameKeyOnAnotherRouteIsAConflict() {
        post("/v1/plans", "key-route", "{\"name\":\"a\"}");
        var other = post("/v1/customers", "key-route", "{\"name\":\"a\"}");
        assertThat(other.getStatus().value()).isEqualTo(409);
        assertThat(other.getResponseBody()).contains("another route");
    }

    @Test
    void whatIsShownOnceIsNotKept() {
        record Shown(String path, String body, String field) {}
        for (Shown shown :
                List.of(
                        new Shown(
                                "/v1/secrets/api/keys",
                                "{\"name\":\"kept\",\"type\":\"private_key\"}",
                                "api_key"),
                        new Shown(
                                "/v1/environments",
                                "{\"name\":\"kept\",\"type\":\"development\"}",
                                "api_key"),
                        new Shown(
                                "/v1/users",
                                "{\"type\":\"user\",\"email\":\"kept@example.org\"}",
                                "password"))) {
            String key = "key-once-" + shown.path().replace('/', '-');
            var first = post(shown.path(), key, shown.body());
            assertThat(first.getStatus().value()).as(shown.path()).isEqualTo(201);
            JsonNode made = Json.MAPPER.readTree(first.getResponseBody());
            String secret = made.path(shown.field()).asString();
            assertThat(secret).as(shown.path()).hasSizeGreaterThan(10);

            assertThat(rowsWith(secret)).as(shown.path()).isZero();
            assertThat(rowsWith(made.at("/secret/id").asString(made.path("id").asString())))
                    .as(shown.path() + " is kept as such")
                    .isOne();
            var again = post(shown.path(), key, shown.body());
            assertThat(again.getStatus().value()).isEqualTo(201);
            assertThat(again.getResponseHeaders().getFirst(Idempotency.REPLAYED)).isEqualTo("true");
            JsonNode replayed = Json.MAPPER.readTree(again.getResponseBody());
            assertThat(replayed.path(shown.field()).isNull()).as(shown.path()).isTrue();
            ((ObjectNode) made).putNull(shown.field());
            assertThat(replayed).isEqualTo(made);
        }
    }

    private long rowsWith(String text) {
        return Objects.requireNonNull(
                server.database()
                        .sql(
                                "select count(*) as found from idempotent_request r where"
                                        + " position(:text in r::text) > 0")
                        .bind("text", text)
                        .map(row -> Objects.requireNonNull(row.get("found", Long.class)))
                        .one()
                        .block());
    }

    @Test
    void aKeyBelongsToOneEnvironment() {
        post("/v1/plans", "key-env", "{\"name\":\"a\"}");
        var other =
                post(
                        server.with(MemoryEngine.OTHER_KEY),
                        "/v1/plans",
                        "key-env",
                        "{\"name\":\"b\"}");
        assertThat(other.getStatus().value()).isEqualTo(201);
    }

    @Test
    void aRefusalThatDependsOnTheRequestIsKept() {
        var first = post("/v1/plans", "key-bad", "{}");
        var again = post("/v1/plans", "key-bad", "{}");
        assertThat(first.getStatus().value()).isEqualTo(400);
        assertThat(again.getResponseBody()).isEqualTo(first.getResponseBody());
        assertThat(again.getResponseHeaders().getFirst(Idempotency.REPLAYED)).isEqualTo("true");
    }

    @Test
    void afterAFailureARetryRunsAgainWithTheIdsOfTheFirstRun() {
        server.faults().failNext(1);
        var failed = post("/v1/test/ids", "key-crash", "{}");
        assertThat(failed.getStatus().value()).isEqualTo(500);
        var retried = post("/v1/test/ids", "key-crash", "{}");
        assertThat(retried.getStatus().value()).isEqualTo(200);
        List<String> drawn = server.faults().drawn();
        assertThat(drawn.getLast())
                .isEqualTo(drawn.get(drawn.size() - 2))
                .isEqualTo(retried.getResponseBody());
        assertThat(post("/v1/test/ids", "key-crash", "{}").getResponseBody())
                .isEqualTo(retried.getResponseBody());
    }

    @Test
    void aRunThatDiedHalfWayIsTakenOverWithItsSeedOnceItsLeaseHasEnded() {
        server.faults().failNext(1);
        post("/v1/test/ids", "key-dead", "{}");
        // As a process leaves it that was killed: held by a runner that will never say anything
        // again.
        update(
                "update idempotent_request set runner = 'dead', held_until = now() + interval '1"
                        + " second' where key = 'key-dead'");
        var taken = post("/v1/test/ids", "key-dead", "{}");
        assertThat(taken.getStatus().value()).isEqualTo(200);
        var ids = taken.getResponseBody();
        update("update idempotent_request set status = null, body = null where key = 'key-dead'");
        assertThat(post("/v1/test/ids", "key-dead", "{}").getResponseBody()).isEqualTo(ids);
    }

    private void update(String sql) {
        server.database().sql(sql).fetch().rowsUpdated().block();
    }

    @Test
    void aRequestThatNobodyWaitsForAnyMoreDoesNotHoldItsKey() {
        server.faults().hang(true);
        DisposableServer listening = server.listen(0);
        try (HttpClient http = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://127.0.0.1:"
                                                    + listening.port()
                                                    + "/v1/test/ids"))
                            .header("x-api-key", MemoryEngine.SANDBOX_KEY)
                            .header(Idempotency.HEADER, "key-gone")
                            .timeout(Duration.ofMillis(700))
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                            .build();
            assertThatThrownBy(() -> http.send(request, HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(HttpTimeoutException.class);
        } finally {
            listening.disposeNow();
        }
        server.faults().hang(false);
        assertThat(post("/v1/test/ids", "key-gone", "{}").getStatus().value()).isEqualTo(200);
    }

    @Test
    void oneConnectionCarriesTheAnswerAndItsRepeat() throws Exception {
        DisposableServer listening = server.listen(0);
        try (HttpClient http = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://127.0.0.1:" + listening.port() + "/v1/plans"))
                            .header("x-api-key", MemoryEngine.SANDBOX_KEY)
                            .header("Content-Type", "application/json")
                            .header(Idempotency.HEADER, "key-connection")
                            .timeout(Duration.ofSeconds(20))
                            .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"wire\"}"))
                            .build();
            var first = http.send(request, HttpResponse.BodyHandlers.ofString());
            var again = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(first.statusCode()).isEqualTo(201);
            assertThat(again.body()).isEqualTo(first.body());
        } finally {
            listening.disposeNow();
        }
    }

    @Test
    void anAnswerThatMayBeOtherNextTimeIsNotKept() {
        String event =
                "{\"event_id\":\"ev-retry\",\"event_name\":\"e\",\"external_customer_id\":\"c\"}";
        server.usage().goDown();
        var down = post("/v1/events", "key-down", event);
        assertThat(down.getStatus().value()).isEqualTo(503);
        assertThat(down.getResponseHeaders().getFirst("Retry-After")).isNotNull();
        server.usage().comeBack();
        assertThat(post("/v1/events", "key-down", event).getStatus().value()).isEqualTo(202);
    }

    @Test
    void manyAtOnceAreOne() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            Callable<String> call =
                    () ->
                            Objects.requireNonNull(
                                    post("/v1/plans", "key-many", "{\"name\":\"many\"}")
                                            .getResponseBody());
            List<Future<String>> answers =
                    threads.invokeAll(java.util.Collections.nCopies(8, call));
            String first = answers.getFirst().get();
            assertThat(first).contains("plan_");
            for (Future<String> answer : answers) {
                assertThat(answer.get()).isEqualTo(first);
            }
        }
        assertThat(plansNamed("many")).isOne();
    }

    @Test
    void aKeyThatCannotBeOneIsRefused() {
        assertThat(post("/v1/plans", "has space", "{\"name\":\"a\"}").getStatus().value())
                .isEqualTo(400);
        assertThat(post("/v1/plans", "k".repeat(256), "{\"name\":\"a\"}").getStatus().value())
                .isEqualTo(400);
    }
}
