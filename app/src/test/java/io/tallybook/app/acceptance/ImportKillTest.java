package io.tallybook.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.app.running.Http;
import io.tallybook.app.running.RunningApp;
import io.tallybook.testkit.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An import that was killed in the middle goes on, and nothing of it counts twice. */
class ImportKillTest {
    private static final int RECORDS = 60_000;
    private static final int LINES = 10_000;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String BOUNDS =
            "&start_time=2025-01-01T00:00:00Z&end_time=2025-02-01T00:00:00Z";

    @Test
    void aFileAndAStreamThatWereKilledInTheMiddleCountOnce() throws Exception {
        try (RunningApp app = RunningApp.start()) {
            Http sandbox = new Http(app.url(), app.key()).freshSandbox("2025-02-01T00:00:00Z");
            Lines half = new Lines(LINES / 2);
            Future<Integer> cutOff = started(sandbox, half);
            String task = upload(sandbox);
            assertThat(half.handedOver.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            long before = Eventually.get(PATIENCE, () -> begun(sandbox, task));
            app.kill();
            half.gone.countDown();
            assertThat(before).as("killed in the middle").isBetween(1L, RECORDS - 1L);
            assertThat(cutOff).as("the stream").matches(ImportKillTest::failed);

            app.restart();
            Http again = sandbox.at(app.url());
            assertThat(started(again, new Lines(LINES)).get()).isEqualTo(202);
            JsonNode ended =
                    Eventually.get(
                            PATIENCE,
                            () -> {
                                JsonNode now = task(again, task);
                                assertThat(now.path("task_status").asString())
                                        .isEqualTo("COMPLETED");
                                return now;
                            });
            assertThat(ended.path("successful_records").asLong()).isEqualTo(RECORDS);
            assertThat(ended.path("failed_records").asLong()).isZero();
            assertThat(again.get("/v1/events/accounts").expect(200).path("unexplained").asInt())
                    .isZero();
            assertThat(counted(again, "filed")).isEqualTo(RECORDS);
            assertThat(counted(again, "streamed")).isEqualTo(LINES);
        }
    }

    /** How many records are done, once some are. */
    private static long begun(Http http, String task) throws Exception {
        JsonNode now = task(http, task);
        long processed = now.path("processed_records").asLong();
        assertThat(processed).isPositive();
        return processed;
    }

    private static JsonNode task(Http http, String task) throws Exception {
        return http.get("/v1/tasks/" + task).expect(200);
    }

    private static long counted(Http http, String name) throws Exception {
        return http.get("/v1/events?limit=1&event_name=" + name + BOUNDS)
                .expect(200)
                .path("total_count")
                .asLong();
    }

    /** Records without an id of their own: what is done twice would count twice. */
    private static String upload(Http http) throws IOException, InterruptedException {
        String file =
                IntStream.range(0, RECORDS)
                        .mapToObj(n -> "filed,acme,2025-01-10T00:00:00Z," + n)
                        .collect(
                                Collectors.joining(
                                        "\n",
                                        "event_name,external_customer_id,timestamp,properties.n\n",
                                        "\n"));
        HttpResponse<String> answer =
                send(
                        http,
                        "/v1/tasks/upload",
                        "text/csv",
                        HttpRequest.BodyPublishers.ofString(file));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return JsonMapper.shared().readTree(answer.body()).path("id").asString();
    }

    private static Future<Integer> started(Http http, Lines lines) {
        var sent =
                new FutureTask<>(
                        () ->
                                send(
                                                http,
                                                "/v1/events/import",
                                                "application/x-ndjson",
                                                HttpRequest.BodyPublishers.ofInputStream(
                                                        () -> lines))
                                        .statusCode());
        Thread.ofVirtual().start(sent);
        return sent;
    }

    private static boolean failed(Future<Integer> answer) {
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS) != 202;
        } catch (ExecutionException gone) {
            return true;
        } catch (Exception e) {
            return false;
        }
    }

    private static HttpResponse<String> send(
            Http http, String path, String type, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(http.url() + path))
                        .header("x-api-key", http.key())
                        .header("Content-Type", type)
                        .POST(body)
                        .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Events line by line; of fewer than all, nothing more comes after them, and no end either. */
    private static final class Lines extends InputStream {
        private final CountDownLatch handedOver = new CountDownLatch(1);
        private final CountDownLatch gone = new CountDownLatch(1);
        private final int count;
        private int next;
        private byte[] line = new byte[0];
        private int at;

        Lines(int count) {
            this.count = count;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte @Nullable [] into, int from, int length) throws IOException {
            if (into == null) {
                throw new IOException("nothing to read into");
            }
            if (at == line.length) {
                if (next == count) {
                    return end();
                }
                line = event(next++).getBytes(StandardCharsets.UTF_8);
                at = 0;
            }
            int some = Math.min(length, line.length - at);
            System.arraycopy(line, at, into, from, some);
            at += some;
            return some;
        }

        private static String event(int number) {
            return "{\"event_id\":\"s"
                    + number
                    + "\",\"event_name\":\"streamed\",\"external_customer_id\":\"acme\","
                    + "\"timestamp\":\"2025-01-10T00:00:00Z\"}\n";
        }

        private int end() throws IOException {
            if (count == LINES) {
                return -1;
            }
            handedOver.countDown();
            try {
                gone.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("cut off");
        }
    }
}
