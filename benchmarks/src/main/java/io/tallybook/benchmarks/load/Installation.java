package io.tallybook.benchmarks.load;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The application with all its parts, as {@code ./tallybook up} runs it, on a fresh directory. */
public final class Installation implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String KEY = "tb_bench_key_of_the_sandbox";

    /** As {@code ./tallybook up} has them; TALLYBOOK_JVM adds more, a flight recording for one. */
    private static final List<String> OPTIONS =
            options(
                    "-XX:+UseParallelGC",
                    "-Xms128m",
                    "-Xmx1g",
                    "-XX:MaxDirectMemorySize=640m",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow");

    private static List<String> options(String... usual) {
        String more = System.getenv().getOrDefault("TALLYBOOK_JVM", "");
        return Stream.concat(Stream.of(usual), Stream.of(more.split(" ")))
                .filter(option -> !option.isBlank())
                .toList();
    }

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Path directory;
    private Process process;
    private final Duration ready;
    private String url;
    private final String key;

    Installation() throws IOException, InterruptedException {
        directory = Files.createTempDirectory("tallybook-bench");
        long start = System.nanoTime();
        process = launch(directory);
        url = awaitReady();
        ready = Duration.ofNanos(System.nanoTime() - start);
        key = KEY;
    }

    /** How long it took from launch to ready. */
    Duration ready() {
        return ready;
    }

    Processes processes() {
        return new Processes(process.pid());
    }

    /** Where its parts keep what they have. */
    Path directory() {
        return directory;
    }

    /** Stops it and starts it again on the same directory; clients made before know the old one. */
    void restart() throws IOException, InterruptedException {
        stop();
        Files.deleteIfExists(directory.resolve("tallybook.url"));
        process = launch(directory);
        url = awaitReady();
    }

    String url() {
        return url;
    }

    private void stop() {
        process.destroy();
        if (process.onExit().completeOnTimeout(process, 30, TimeUnit.SECONDS).join().isAlive()) {
            process.destroyForcibly().onExit().join();
        }
    }

    static String options() {
        return String.join(" ", OPTIONS);
    }

    /** A client of a fresh sandbox whose clock stands at {@code now}. */
    Api sandbox(String now) throws IOException, InterruptedException {
        Api first = new Api(http, url, key);
        JsonNode made =
                first.post("/v1/environments", "{\"name\":\"bench\",\"type\":\"development\"}");
        Api sandbox = new Api(http, url, made.path("api_key").asString());
        sandbox.send("PUT", "/v1/clock", "{\"now\":\"" + now + "\"}");
        return sandbox;
    }

    /** A client of a fresh live environment. */
    Api live() throws IOException, InterruptedException {
        JsonNode made =
                new Api(http, url, key)
                        .post("/v1/environments", "{\"name\":\"bench\",\"type\":\"production\"}");
        return new Api(http, url, made.path("api_key").asString());
    }

    @Override
    public void close() throws IOException {
        stop();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static Process launch(Path directory) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Stream.of(
                                        List.of(
                                                Path.of(
                                                                System.getProperty("java.home"),
                                                                "bin",
                                                                "java")
                                                        .toString()),
                                        OPTIONS,
                                        List.of(
                                                "-cp",
                                                System.getProperty("java.class.path"),
                                                "io.tallybook.app.Tallybook",
                                                "--server.port=0",
                                                "--tallybook.data=" + directory))
                                .flatMap(List::stream)
                                .toList());
        builder.environment().put("TALLYBOOK_API_KEY", KEY);
        File log = directory.resolve("bench.log").toFile();
        return builder.redirectErrorStream(true).redirectOutput(log).start();
    }

    private String awaitReady() throws IOException, InterruptedException {
        Path file = directory.resolve("tallybook.url");
        while (!Files.exists(file)) {
            if (process.waitFor(10, TimeUnit.MILLISECONDS)) {
                throw new IOException(
                        "it stopped while starting: "
                                + Files.readString(directory.resolve("bench.log")));
            }
        }
        return Files.readString(file).strip();
    }

    /** Requests with one key. */
    public record Api(HttpClient http, String url, String key) {
        public JsonNode get(String path) throws IOException, InterruptedException {
            return send("GET", path, "");
        }

        public JsonNode post(String path, String body) throws IOException, InterruptedException {
            return send("POST", path, body);
        }

        public JsonNode send(String method, String path, String body)
                throws IOException, InterruptedException {
            return JSON.readTree(raw(method, path, body));
        }

        /** Connections by the same key, that cost a load generator less. */
        Connections connections() {
            return new Connections(url, key);
        }

        /** Sends without reading the answer as JSON: the load generator is to cost little. */
        public String raw(String method, String path, String body)
                throws IOException, InterruptedException {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url + path))
                            .timeout(Duration.ofMinutes(10))
                            .header("x-api-key", key)
                            .header("Content-Type", "application/json")
                            .method(
                                    method,
                                    body.isEmpty()
                                            ? HttpRequest.BodyPublishers.noBody()
                                            : HttpRequest.BodyPublishers.ofString(body))
                            .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IOException(
                        method + " " + path + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        }
    }
}
