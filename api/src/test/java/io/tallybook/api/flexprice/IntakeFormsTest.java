package io.tallybook.api.flexprice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.api.memory.Client;
import io.tallybook.api.memory.MemoryServer;
import io.tallybook.api.response.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Usage comes in as JSON, a line each, as CloudEvents, packed or not, and as a stream. */
class IntakeFormsTest {
    private static final String LINES = "application/x-ndjson";

    private final WebTestClient http = MemoryServer.shared().sandbox();

    private record Answer(int status, JsonNode body) {
        String message() {
            return body.path("message").asString();
        }
    }

    private Answer post(String path, String type, byte[] body, String... headers) {
        var request = http.post().uri(path).header("Content-Type", type);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        var result = request.bodyValue(body).exchange().expectBody().returnResult();
        byte[] answer = result.getResponseBody();
        return new Answer(
                result.getStatus().value(),
                Json.MAPPER.readTree(answer == null ? new byte[0] : answer));
    }

    private Answer post(String path, String type, String body) {
        return post(path, type, body.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] packed(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String event(String id) {
        return "{\"event_id\":\"%s\",\"event_name\":\"call\",\"external_customer_id\":\"acme\"}"
                .formatted(id);
    }

    private static String lines(String stem, int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> event(stem + n))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static long kept(String stem) {
        return MemoryServer.shared().usage().all().stream()
                .filter(event -> event.eventId().startsWith(stem))
                .count();
    }

    @Test
    void aPackedBodyIsUnpacked() {
        String id = Client.fresh("packed");
        Answer answer =
                post(
                        "/v1/events",
                        "application/json",
                        packed(event(id)),
                        "Content-Encoding",
                        "gzip");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(kept(id)).isEqualTo(1);
    }

    @Test
    void whatIsNotPackedAsItSaysIsRefused() {
        byte[] plain = event("x").getBytes(StandardCharsets.UTF_8);
        Answer answer = post("/v1/events", "application/json", plain, "Content-Encoding", "gzip");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).contains("expected gzip");

        byte[] whole = packed(event("x"));
        byte[] part = Arrays.copyOf(whole, whole.length - 9);
        assertThat(
                        post("/v1/events", "application/json", part, "Content-Encoding", "gzip")
                                .status())
                .isEqualTo(400);
        Answer other = post("/v1/events", "application/json", plain, "Content-Encoding", "br");
        assertThat(other.status()).isEqualTo(415);
        assertThat(other.message()).isEqualTo("Content-Encoding: expected gzip or none, got br");
    }

    @Test
    void aBodyThatGrowsBeyondTheLimitWhenUnpackedIsRefused() {
        byte[] bomb = packed(" ".repeat(40 * 1024 * 1024));
        assertThat(bomb.length).isLessThan(100_000);
        assertThat(
                        post("/v1/events", "application/json", bomb, "Content-Encoding", "gzip")
                                .status())
                .isEqualTo(413);
    }

    @Test
    void aBulkMayComeOneEventALine() {
        String stem = Client.fresh("lines");
        Answer answer = post("/v1/events/bulk", LINES, lines(stem, 5) + "\n");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(kept(stem)).isEqualTo(5);

        Answer bad = post("/v1/events/bulk", LINES, event(stem) + "\n{\"event_name\":\n");
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.message()).startsWith("body: not valid JSON at line 2");
        assertThat(kept(stem)).as("nothing of a refused bulk").isEqualTo(5);
    }

    @Test
    void aCloudEventIsTakenWithItsSourceAsPartOfItsId() {
        String id = Client.fresh("cloud");
        String now = Client.sandbox().get("/v1/clock").must(200).path("now").asString();
        String one =
                """
                {"specversion":"1.0","id":"%s","source":"/eu/gateway","type":"call","subject":"acme",
                 "time":"%s","data":{"tokens":7}}\
                """
                        .formatted(id, now);
        assertThat(post("/v1/events", "application/cloudevents+json", one).status()).isEqualTo(202);
        String other = one.replace("/eu/", "/us/");
        assertThat(
                        post(
                                        "/v1/events/bulk",
                                        "application/cloudevents-batch+json",
                                        "[" + one + "," + other + "]")
                                .status())
                .isEqualTo(202);
        assertThat(kept("/eu/gateway#" + id)).isEqualTo(1);
        assertThat(kept("/us/gateway#" + id)).isEqualTo(1);
    }

    @Test
    void aCloudEventWithoutWhatUsageNeedsIsRefusedByName() {
        Answer answer =
                post(
                        "/v1/events/bulk",
                        "application/cloudevents-batch+json",
                        "[{\"specversion\":\"0.3\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\"}]");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).contains("events[0].specversion", "1.0", "0.3");
        assertThat(answer.body().toString()).contains("events[0].subject");
    }

    @Test
    void aStreamOfAnyLengthIsTakenAndItsBadLinesAreNamed() {
        String stem = Client.fresh("stream");
        String body =
                lines(stem, 2_500)
                        + "{\"event_name\":\"call\",\"external_customer_id\":\"acme\"}\n"
                        + "not json\n"
                        + "\n"
                        + event(stem + "last");
        Answer answer = post("/v1/events/import", LINES, packed(body), "Content-Encoding", "gzip");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body().path("lines").asInt()).isEqualTo(2_504);
        assertThat(answer.body().path("accepted").asInt()).isEqualTo(2_501);
        assertThat(answer.body().path("rejected").asInt()).isEqualTo(2);
        JsonNode errors = answer.body().path("errors");
        assertThat(errors.path(0).path("line").asInt()).isEqualTo(2_501);
        assertThat(errors.path(0).path("message").asString()).startsWith("event_id: expected text");
        assertThat(errors.path(1).path("message").asString())
                .startsWith("body: not valid JSON at line 2502");
        assertThat(kept(stem)).isEqualTo(2_501);
    }

    @Test
    void aLineThatIsNoEventIsSetAsideOnceHoweverOftenItIsSent() {
        String broken = "not json " + Client.fresh("line");
        String nameless =
                "{\"event_id\":\"%s\",\"external_customer_id\":\"acme\"}"
                        .formatted(Client.fresh("nameless"));
        for (int again = 0; again < 2; again++) {
            Answer answer = post("/v1/events/import", LINES, broken + "\n" + nameless + "\n");
            assertThat(answer.body().path("rejected").asInt()).isEqualTo(2);
        }
        List<JsonNode> aside = new ArrayList<>();
        Client.sandbox()
                .get("/v1/events/rejected?source=import&limit=1000")
                .must(200)
                .path("items")
                .forEach(aside::add);
        assertThat(aside)
                .filteredOn(one -> one.path("payload").asString().equals(broken))
                .singleElement()
                .satisfies(
                        one ->
                                assertThat(one.path("reason").asString())
                                        .startsWith("body: not valid JSON"));
        assertThat(aside)
                .filteredOn(one -> one.path("payload").asString().equals(nameless))
                .singleElement()
                .satisfies(
                        one -> assertThat(one.path("reason").asString()).startsWith("event_name"));
    }

    @Test
    void aLineWithoutAnEndIsNotReadForEver() {
        Answer answer = post("/v1/events/import", LINES, "x".repeat(2 * 1024 * 1024));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.message()).contains("line 1", "1 MiB");
    }

    @Test
    void aStreamThatTheBrokerDoesNotTakeSaysHowMuchIsKept() {
        MemoryServer.shared().usage().goDown();
        try {
            Answer answer = post("/v1/events/import", LINES, lines(Client.fresh("down"), 3));
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.message()).endsWith("of this import 0 are kept");
        } finally {
            MemoryServer.shared().usage().comeBack();
        }
    }
}
