package io.tallybook.api.flexprice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.api.memory.Client;
import io.tallybook.api.memory.MemoryServer;
import io.tallybook.api.response.Json;
import io.tallybook.core.usage.ImportAccounts;
import io.tallybook.core.usage.UsageEvent;
import io.tallybook.testkit.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.JsonNode;

/** Files of usage are imported in the background, and each of their records is accounted for. */
class TasksTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final WebTestClient http = MemoryServer.shared().sandbox();
    private final Client client = Client.sandbox();

    private JsonNode create(String type, String file, String metadata) {
        String url =
                "data:text/plain;base64,"
                        + Base64.getEncoder().encodeToString(file.getBytes(StandardCharsets.UTF_8));
        return client.post(
                        "/v1/tasks",
                        """
                        {"task_type":"IMPORT","entity_type":"EVENTS","file_type":"%s",
                         "file_name":"usage","file_url":"%s","metadata":%s}
                        """
                                .formatted(type, url, metadata))
                .must(202);
    }

    private JsonNode ended(JsonNode task) throws Exception {
        return Eventually.get(
                PATIENCE,
                () -> {
                    JsonNode now = client.get("/v1/tasks/" + id(task)).must(200);
                    assertThat(now.path("task_status").asString())
                            .as(now.toString())
                            .isIn("COMPLETED", "FAILED");
                    return now;
                });
    }

    private static String id(JsonNode task) {
        return task.path("id").asString();
    }

    private static Map<String, UsageEvent> kept(String customer) {
        return MemoryServer.shared().usage().all().stream()
                .filter(event -> event.externalCustomerId().equals(customer))
                .collect(Collectors.toMap(UsageEvent::eventId, event -> event));
    }

    private static void counts(JsonNode task, long total, long good, long bad) {
        assertThat(
                        List.of(
                                task.path("total_records").asLong(),
                                task.path("processed_records").asLong(),
                                task.path("successful_records").asLong(),
                                task.path("failed_records").asLong()))
                .as(task.toString())
                .containsExactly(total, good + bad, good, bad);
    }

    @Test
    void aCsvFileBecomesEventsByTheMappingOfItsColumns() throws Exception {
        String acme = Client.fresh("acme");
        String file =
                """
                Request;Who;When;Tokens used;properties.model;Left alone
                a1;%1$s;2023-02-01 10:30:00;7;large;x
                "a;2";%1$s;2023-02-01T10:30:00+02:00;"8";"sm""all";
                a3;%1$s;1675245600;9;;
                """
                        .formatted(acme);
        JsonNode task =
                create(
                        "CSV",
                        file,
                        """
                        {"mapping":{"event_id":"Request","external_customer_id":"Who","timestamp":"When",
                          "properties":{"tokens":"Tokens used"}},
                         "constants":{"event_name":"llm.call","source":"table"},
                         "delimiter":";","timezone":"Europe/Berlin","note":"kept as it is"}
                        """);
        assertThat(task.path("metadata").path("note").asString()).isEqualTo("kept as it is");
        JsonNode done = ended(task);
        counts(done, 3, 3, 0);
        assertThat(done.path("task_status").asString()).isEqualTo("COMPLETED");
        assertThat(done.path("error_summary").isNull()).isTrue();

        Map<String, UsageEvent> events = kept(acme);
        assertThat(events).containsOnlyKeys("a1", "a;2", "a3");
        UsageEvent first = Objects.requireNonNull(events.get("a1"));
        assertThat(first.timestamp()).isEqualTo(Instant.parse("2023-02-01T09:30:00Z"));
        assertThat(first.properties()).isEqualTo(Map.of("tokens", "7", "model", "large"));
        assertThat(first.source()).isEqualTo("table");
        UsageEvent second = Objects.requireNonNull(events.get("a;2"));
        assertThat(second.timestamp()).isEqualTo(Instant.parse("2023-02-01T08:30:00Z"));
        assertThat(second.properties()).containsEntry("model", "sm\"all");
        assertThat(Objects.requireNonNull(events.get("a3")).timestamp())
                .isEqualTo(Instant.ofEpochSecond(1_675_245_600));
    }

    @Test
    void whatIsNoEventIsSetAsideWithItsReasonAndReplayedOnceItIsRepaired() throws Exception {
        String acme = Client.fresh("acme");
        String file =
                "event_id,event_name,external_customer_id,timestamp\n"
                        + "b1,call,%s,2023-02-01T10:30:00Z\n".formatted(acme)
                        + "b2,call,,2023-02-01T10:30:00Z\n"
                        + "b3,call,%s,yesterday\n".formatted(acme)
                        + "b4,call\n";
        JsonNode task = ended(create("CSV", file, "{}"));
        counts(task, 4, 1, 3);
        assertThat(task.path("error_summary").asString())
                .contains("3 of 4 records", "record 2", "external_customer_id");

        String path = "/v1/events/rejected?source=" + id(task);
        JsonNode aside = client.get(path).must(200);
        assertThat(aside.path("pagination").path("total").asLong()).isEqualTo(3);
        assertThat(aside.path("items").get(1).path("reason").asString())
                .contains("timestamp", "yesterday");
        assertThat(aside.path("items").get(2).path("reason").asString())
                .isEqualTo("expected 4 fields as in the first line, got 2");

        String broken = "/v1/events/rejected/" + aside.path("items").get(1).path("id").asString();
        assertThat(client.post(broken + "/replay", "{}").must(400).path("message").asString())
                .contains("timestamp");
        String repaired =
                "{\"event_id\":\"b3\",\"event_name\":\"call\",\"external_customer_id\":\"%s\"}"
                        .formatted(acme);
        for (int again = 0; again < 2; again++) {
            JsonNode replayed = client.post(broken + "/replay", repaired).must(202);
            assertThat(replayed.path("replayed_as").asString()).isEqualTo("b3");
        }
        assertThat(kept(acme)).containsOnlyKeys("b1", "b3");
        assertThat(client.get(broken).must(200).path("replayed_as").asString()).isEqualTo("b3");
        assertThat(
                        client.get(path + "&standing=open")
                                .must(200)
                                .path("pagination")
                                .path("total")
                                .asLong())
                .isEqualTo(2);
        client.get("/v1/events/rejected/rejected_none").must(404);
    }

    @Test
    void countersThatDoNotAddUpAreUnexplained() throws Exception {
        String file =
                "event_id,event_name,external_customer_id\n%s,call,acme\n"
                        .formatted(Client.fresh("e"));
        JsonNode task = ended(create("CSV", file, "{}"));
        ImportAccounts imports = MemoryServer.shared().imports();
        assertThat(imports.unexplained()).isEqualTo(new ImportAccounts.Unexplained(0, ""));

        plant(task, 3);
        assertThat(imports.unexplained()).isEqualTo(new ImportAccounts.Unexplained(2, id(task)));

        plant(task, 1);
        assertThat(imports.unexplained().records()).isZero();
    }

    private static void plant(JsonNode task, long processed) {
        MemoryServer.shared()
                .database()
                .sql("update task set processed_records = :processed where id = :id")
                .bind("processed", processed)
                .bind("id", id(task))
                .fetch()
                .rowsUpdated()
                .block();
    }

    @Test
    void aFileOfManyBatchesThatIsSentPackedIsImportedOnceHoweverOften() throws Exception {
        String acme = Client.fresh("acme");
        String file =
                IntStream.range(0, 2_500)
                        .mapToObj(
                                n ->
                                        "{\"event_id\":\"c%d\",\"event_name\":\"call\",\"external_customer_id\":\"%s\"}"
                                                .formatted(n, acme))
                        .collect(Collectors.joining("\n\n"));
        for (int again = 0; again < 2; again++) {
            JsonNode task =
                    upload("/v1/tasks/upload?file_name=c", "application/x-ndjson", packed(file));
            assertThat(task.path("file_name").asString()).isEqualTo("c");
            counts(ended(task), 2_500, 2_500, 0);
        }
        assertThat(kept(acme)).hasSize(2_500);
    }

    @Test
    void recordsWithoutAnIdAreCountedOnceForEachTimeTheFileIsSent() throws Exception {
        String acme = Client.fresh("acme");
        String file = "event_name,external_customer_id\ncall,%1$s\ncall,%1$s\n".formatted(acme);
        JsonNode task = upload("/v1/tasks/upload", "text/csv", bytes(file));
        counts(ended(task), 2, 2, 0);
        assertThat(kept(acme)).containsOnlyKeys(id(task) + ":1", id(task) + ":2");
    }

    @Test
    void aFileThatCannotBeReadFailsAndSaysWhy() throws Exception {
        JsonNode missing =
                ended(create("CSV", "a,b\n1,2\n", "{\"mapping\":{\"event_name\":\"c\"}}"));
        assertThat(missing.path("task_status").asString()).isEqualTo("FAILED");
        assertThat(missing.path("error_summary").asString())
                .isEqualTo("event_name: the file has no column \"c\"; it has a, b");
        assertThat(missing.path("failed_at").isNull()).isFalse();
        assertThat(ended(create("CSV", "", "{}")).path("error_summary").asString())
                .contains("empty");

        // Whoever asks us to fetch must not look into our network.
        JsonNode inside =
                client.post(
                                "/v1/tasks",
                                """
                                {"task_type":"IMPORT","entity_type":"EVENTS","file_type":"CSV",
                                 "file_url":"http://127.0.0.1:1/metadata"}
                                """)
                        .must(202);
        assertThat(ended(inside).path("error_summary").asString())
                .isEqualTo("file_url: expected a host on the public Internet, got 127.0.0.1");
        JsonNode result = client.get("/v1/tasks/result?workflow_id=" + id(inside)).must(200);
        assertThat(result.path("message").asString()).startsWith("failed: file_url");
        assertThat(
                        client.put(
                                        "/v1/tasks/" + id(inside) + "/status",
                                        "{\"task_status\":\"PENDING\"}")
                                .status())
                .isEqualTo(200);
        ended(inside);
    }

    @Test
    void whileNoBrokerAnswersAnImportWaitsAndThenGoesOn() throws Exception {
        MemoryServer apart = MemoryServer.apart();
        Client own = new Client(apart.sandbox());
        apart.usage().goDown();
        JsonNode task =
                own.post(
                                "/v1/tasks",
                                """
                                {"task_type":"IMPORT","entity_type":"EVENTS","file_type":"JSON",
                                 "file_url":"data:,{%22event_id%22:%22d1%22,%22event_name%22:%22call%22,%22external_customer_id%22:%22x%22}"}
                                """)
                        .must(202);
        String path = "/v1/tasks/" + id(task);
        Eventually.get(
                PATIENCE,
                () -> {
                    JsonNode now = own.get(path).must(200);
                    assertThat(now.path("task_status").asString()).isEqualTo("PROCESSING");
                    assertThat(now.path("started_at").isNull()).isFalse();
                    return now;
                });
        apart.usage().comeBack();
        Eventually.get(
                PATIENCE,
                () -> {
                    JsonNode now = own.get(path).must(200);
                    assertThat(now.path("task_status").asString()).isEqualTo("COMPLETED");
                    return now;
                });
        assertThat(apart.usage().all()).hasSize(1);
    }

    @Test
    void whatIsOverCannotBeStopped() throws Exception {
        JsonNode done = ended(create("JSON", "\n", "{}"));
        counts(done, 0, 0, 0);
        String path = "/v1/tasks/" + id(done);
        assertThat(client.put(path + "/status", "{\"task_status\":\"FAILED\"}").message())
                .contains("is COMPLETED and cannot become FAILED");
        assertThat(client.put(path + "/status", "{\"task_status\":\"COMPLETED\"}").message())
                .contains("task_status", "FAILED, to stop it");
        assertThat(client.get(path + "/download").must(200).path("download_url").asString())
                .isEqualTo("/v1/events/rejected?source=" + id(done));
        client.get("/v1/tasks/task_01ARZ3NDEKTSV4RRFFQ69G5FAV").must(404);
        client.get("/v1/tasks/nothing").must(404);
    }

    @Test
    void tasksAreListedNewestFirst() throws Exception {
        JsonNode one = ended(create("JSON", "\n", "{}"));
        JsonNode page = client.get("/v1/tasks?task_status=COMPLETED&limit=1000").must(200);
        assertThat(page.path("items").findValuesAsString("id")).contains(id(one));
        assertThat(
                        client.get("/v1/tasks?task_type=EXPORT")
                                .must(200)
                                .path("pagination")
                                .path("total")
                                .asLong())
                .isZero();
        assertThat(client.get("/v1/tasks?task_status=LOST").message()).contains("task_status");
    }

    @Test
    void theEventsOfAPeriodAreExported() throws Exception {
        MemoryServer apart = MemoryServer.apart();
        Client own = new Client(apart.sandbox());
        own.post(
                        "/v1/events",
                        "{\"event_id\":\"x1\",\"event_name\":\"call\",\"external_customer_id\":\"x\"}")
                .must(202);
        String path = "/v1/events/export?start_time=2020-01-01T00:00:00Z&end_time=";
        apart.sandbox()
                .get()
                .uri(path + "2030-01-01T00:00:00Z")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType("application/vnd.apache.parquet")
                .expectBody(String.class)
                .isEqualTo("x1");
        assertThat(own.get(path + "2019-01-01T00:00:00Z").message()).contains("start_time");
        assertThat(own.get("/v1/events/export").message()).contains("start_time", "end_time");
        apart.usage().goDown();
        own.get(path + "2030-01-01T00:00:00Z").must(503);
    }

    private JsonNode upload(String path, String type, byte[] body) {
        byte[] answer =
                http.post()
                        .uri(path)
                        .header("Content-Type", type)
                        .bodyValue(body)
                        .exchange()
                        .expectStatus()
                        .isAccepted()
                        .expectBody()
                        .returnResult()
                        .getResponseBody();
        return Json.MAPPER.readTree(Objects.requireNonNull(answer));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes(text));
        }
        return out.toByteArray();
    }
}
