package io.tallybook.app.running;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests of one key, answered with status and JSON. */
public record Http(String url, String key) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .build();

    /** An answer. */
    public record Answer(int status, JsonNode body, HttpResponse<String> raw) {
        public JsonNode expect(int expected) {
            if (status != expected) {
                throw new AssertionError(
                        raw.request().method()
                                + " "
                                + raw.uri()
                                + ": expected "
                                + expected
                                + ", got "
                                + status
                                + " "
                                + raw.body());
            }
            return body;
        }
    }

    public Answer get(String path) throws IOException, InterruptedException {
        return send("GET", path, "");
    }

    public Answer post(String path, String body, String... headers)
            throws IOException, InterruptedException {
        return send("POST", path, body, headers);
    }

    public Answer put(String path, String body) throws IOException, InterruptedException {
        return send("PUT", path, body);
    }

    public Answer send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path))
                        .timeout(Duration.ofMinutes(5))
                        .header("x-api-key", key)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpResponse<String> answer = CLIENT.send(request.build(), Http::text);
        Exchanges.keep(body, answer);
        JsonNode json = answer.body().isEmpty() ? JSON.missingNode() : JSON.readTree(answer.body());
        return new Answer(answer.statusCode(), json, answer);
    }

    /** The whole text, of a stream of events nothing: it does not end by itself. */
    private static HttpResponse.BodySubscriber<String> text(HttpResponse.ResponseInfo answer) {
        return answer.headers()
                        .firstValue("Content-Type")
                        .orElse("")
                        .startsWith("text/event-stream")
                ? new Left()
                : HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8);
    }

    /** Hangs up at once. */
    private static final class Left implements HttpResponse.BodySubscriber<String> {
        @Override
        public CompletionStage<String> getBody() {
            return CompletableFuture.completedFuture("");
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.cancel();
        }

        @Override
        public void onNext(List<ByteBuffer> item) {}

        @Override
        public void onError(Throwable throwable) {}

        @Override
        public void onComplete() {}
    }

    /** The same installation with a fresh sandbox, whose clock stands at {@code now}. */
    public Http freshSandbox(String now) throws IOException, InterruptedException {
        String fresh =
                post("/v1/environments", "{\"name\":\"test\",\"type\":\"development\"}")
                        .expect(201)
                        .path("api_key")
                        .asString();
        Http sandbox = new Http(url, fresh);
        sandbox.put("/v1/clock", "{\"now\":\"" + now + "\"}").expect(200);
        return sandbox;
    }

    /** The same key on the same installation at another address, after a restart. */
    public Http at(String newUrl) {
        return new Http(newUrl, key);
    }
}
