package io.tallybook.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.api.memory.MemoryServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.netty.DisposableServer;

class ProblemTest {

    private final WebTestClient client = MemoryServer.shared().sandbox();
    private final WebTestClient anyone = MemoryServer.shared().anyone();

    private static Map<?, ?> told(ResponseSpec answer, int status, String code) {
        Map<?, ?> body =
                Objects.requireNonNull(
                        answer.expectStatus()
                                .isEqualTo(status)
                                .expectHeader()
                                .contentTypeCompatibleWith(MediaType.APPLICATION_JSON)
                                .expectHeader()
                                .exists(RequestId.HEADER)
                                .expectBody(Map.class)
                                .returnResult()
                                .getResponseBody());
        assertThat(body.keySet().stream().map(Object::toString))
                .containsExactlyInAnyOrder(
                        "success", "code", "message", "http_status_code", "details", "error");
        assertThat(body.get("success")).isEqualTo(false);
        assertThat(body.get("code")).isEqualTo(code);
        assertThat(body.get("http_status_code")).isEqualTo(status);
        assertThat(body.get("error")).isInstanceOf(Map.class);
        Map<?, ?> error = (Map<?, ?>) Objects.requireNonNull(body.get("error"));
        assertThat(error.get("message")).isEqualTo(body.get("message"));
        assertThat(error.keySet().stream().map(Object::toString))
                .containsExactlyInAnyOrder("message", "internal_error", "details");
        return body;
    }

    private static String message(Map<?, ?> body) {
        return String.valueOf(body.get("message"));
    }

    private ResponseSpec post(String path, String body) {
        return client.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    @Test
    void anUnknownRouteIsNotFoundInTheSameBody() {
        assertThat(message(told(client.get().uri("/v1/nothing").exchange(), 404, "not_found")))
                .contains("GET /v1/nothing");
        told(anyone.get().uri("/nothing").exchange(), 404, "not_found");
    }

    @Test
    void aPathThatNoStoreCouldHoldNamesNothing() {
        for (String route :
                List.of("/v1/customers/external/{x}", "/v1/prices/lookup/{x}", "/v1/events/{x}")) {
            told(client.get().uri(route, "a\u0000b").exchange(), 404, "not_found");
            told(client.get().uri(route, "ü/ %2F ?#").exchange(), 404, "not_found");
        }
        told(
                client.get().uri("/v1/events/lookup?id={x}", "a\u0000b").exchange(),
                400,
                "validation_error");
    }

    @Test
    void aMethodThatTheRouteDoesNotHaveIsNamedWithThoseItHas() {
        var answer = client.delete().uri("/v1/plans").exchange();
        answer.expectHeader().valueMatches(HttpHeaders.ALLOW, ".*POST.*");
        assertThat(message(told(answer, 405, "method_not_allowed")))
                .contains("GET")
                .contains("POST");
    }

    @Test
    void aBodyThatIsNotJsonByItsOwnWordIsRefused() {
        var answer =
                client.post()
                        .uri("/v1/plans")
                        .contentType(MediaType.APPLICATION_XML)
                        .bodyValue("<a/>")
                        .exchange();
        assertThat(message(told(answer, 415, "unsupported_media_type")))
                .contains("application/xml");
    }

    @Test
    void aContentTypeThatIsNoneIsRefused() throws Exception {
        DisposableServer listening = MemoryServer.shared().listen(0);
        try (HttpClient http = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://127.0.0.1:" + listening.port() + "/v1/plans"))
                            .header("x-api-key", "tb_test_sandbox_0001")
                            .header("Content-Type", "nonsense")
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                            .build();
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(415);
            assertThat(answer.body()).contains("nonsense");
        } finally {
            listening.disposeNow();
        }
    }

    @Test
    void aBodyOverTheLimitIsRefused() {
        String large = "{\"name\":\"" + "x".repeat(BodyLimit.BYTES) + "\"}";
        told(post("/v1/plans", large), 413, "payload_too_large");
    }

    @Test
    void malformedJsonIsToldWithItsPlace() {
        assertThat(
                        message(
                                told(
                                        post("/v1/plans", "{\n  \"name\": \"a\",\n  oops }"),
                                        400,
                                        "validation_error")))
                .contains("line 3");
        told(post("/v1/plans", "{\"name\": \"a\"} trailing"), 400, "validation_error");
        told(post("/v1/plans", "{\"name\": \"a\", \"name\": \"b\"}"), 400, "validation_error");
        told(post("/v1/plans", "{\"name\": "), 400, "validation_error");
        told(post("/v1/plans", "[".repeat(5_000)), 400, "validation_error");
        assertThat(message(told(post("/v1/plans", "[1]"), 400, "validation_error")))
                .contains("a list");
    }

    @Test
    void badUtf8IsBadInput() {
        byte[] bytes = {
            '{', '"', 'n', 'a', 'm', 'e', '"', ':', '"', (byte) 0xC3, (byte) 0x28, '"', '}'
        };
        told(
                client.post()
                        .uri("/v1/plans")
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(bytes)
                        .exchange(),
                400,
                "validation_error");
    }

    @Test
    void everyWrongFieldIsNamedAtOnce() {
        Map<?, ?> body =
                told(
                        post(
                                "/v1/prices",
                                """
                                {"entity_id":"plan_1","type":"USAGE","billing_model":"PER_SEAT","currency":"XXX",
                                 "billing_period":"MONTHLY","invoice_cadence":"ARREAR","amount":true,"meter_id":7}
                                """),
                        400,
                        "validation_error");
        assertThat(String.valueOf(body.get("details")))
                .contains("billing_model")
                .contains("FLAT_FEE, PACKAGE, TIERED")
                .contains("PER_SEAT")
                .contains("currency")
                .contains("amount")
                .contains("meter_id");
    }

    @Test
    void aDefectIsToldWithoutItsInsides() {
        Map<?, ?> body =
                told(client.get().uri("/v1/test/defect").exchange(), 500, "internal_error");
        assertThat(message(body)).doesNotContain("secret").contains("req_");
    }

    @Test
    void aUsableRequestIdIsEchoedAndAnUnusableOneReplaced() {
        anyone.get()
                .uri("/health")
                .header(RequestId.HEADER, "abc-123")
                .exchange()
                .expectHeader()
                .valueEquals(RequestId.HEADER, "abc-123");
        anyone.get()
                .uri("/health")
                .header(RequestId.HEADER, "a b\tc")
                .exchange()
                .expectHeader()
                .valueMatches(RequestId.HEADER, "req_[0-9A-Z]{26}");
    }

    @Test
    void withoutAKeyNothingIsSaidAboutRoutes() {
        told(anyone.get().uri("/v1/nothing").exchange(), 401, "unauthorized");
        told(
                anyone.get().uri("/v1/plans").header("x-api-key", "wrong").exchange(),
                401,
                "unauthorized");
        told(
                anyone.get().uri("/v1/plans").header("Authorization", "Basic abc").exchange(),
                401,
                "unauthorized");
        told(
                anyone.get().uri("/v1/plans").header("Authorization", "Bearer ").exchange(),
                401,
                "unauthorized");
    }

    @Test
    void bothWaysToSendAKeyWork() {
        Consumer<String> ok =
                header ->
                        anyone.get()
                                .uri("/v1/clock")
                                .header(header.split(": ", 2)[0], header.split(": ", 2)[1])
                                .exchange()
                                .expectStatus()
                                .isOk();
        ok.accept("x-api-key: tb_test_sandbox_0001");
        ok.accept("Authorization: Bearer tb_test_sandbox_0001");
        ok.accept("Authorization: bearer tb_test_sandbox_0001");
    }

    @Test
    void aPageOfAnotherOriginMayCall() {
        anyone.options()
                .uri("http://api.test/v1/plans")
                .header("Origin", "https://shop.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "x-api-key")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Access-Control-Allow-Origin", "*");
    }

    @Test
    void theRootSaysWhatThisIs() {
        anyone.get()
                .uri("/")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.name")
                .isEqualTo("Tallybook");
        anyone.get().uri("/health").exchange().expectStatus().isOk();
    }
}
