package io.tallybook.benchmarks.campaign;

import io.tallybook.embedded.clickhouse.ClickHouseEngine;
import io.tallybook.embedded.clickhouse.EngineLibrary;
import io.tallybook.embedded.home.Directories;
import io.tallybook.embedded.home.EngineHome;
import io.tallybook.embedded.home.Port;
import io.tallybook.embedded.postgres.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Application, broker, ClickHouse and Postgres, each a process that can be killed by itself. */
final class Fleet implements AutoCloseable {
    static final String KEY = "tb_campaign_key_of_the_sandbox";

    private static final String DATABASE = "tallybook";
    private static final Duration START_LIMIT = Duration.ofMinutes(4);
    private static final long POLL_MS = 50;
    private static final long KILOBYTE = 1024;

    private final Path directory;
    private final EngineHome home = EngineHome.ofUser();
    private PostgresServer postgres;
    private final ClickHouseEngine clickHouse;
    private final int brokerPort = Port.free();
    private final int controllerPort = Port.free();
    private final int applicationPort = Port.free();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Process broker;
    private Process application;

    Fleet() throws Exception {
        this.directory = Files.createTempDirectory("tallybook-campaign");
        this.postgres = startedPostgres(directory, Port.free());
        this.postgres.createDatabase(DATABASE);
        this.clickHouse =
                ClickHouseEngine.start(
                        new ClickHouseEngine.Settings(
                                directory.resolve("clickhouse"),
                                Port.free(),
                                EngineLibrary.in(home),
                                ClickHouseEngine.Settings.MEMORY_BYTES_DEFAULT));
        Files.createDirectories(directory.resolve("application"));
        this.broker = launchBroker(null);
        awaitBroker();
        this.application = launchApplication();
        Runtime.getRuntime().addShutdownHook(new Thread(this::endProcesses));
        awaitApplication();
    }

    private PostgresServer startedPostgres(Path where, int port)
            throws IOException, InterruptedException {
        return PostgresServer.start(
                Directories.createPrivate(where.resolve("postgres")), port, home);
    }

    /** Should this process be told to stop in the middle, nothing of it stays behind. */
    private void endProcesses() {
        application.toHandle().destroyForcibly();
        broker.toHandle().destroyForcibly();
    }

    /** What can be killed. */
    enum Part {
        APPLICATION,
        BROKER,
        CLICKHOUSE
    }

    String url() {
        return "http://127.0.0.1:" + applicationPort;
    }

    ClickHouseEngine clickHouse() {
        return clickHouse;
    }

    /** As {@code kill -9}, and started again; returns when it serves. */
    void killAndRestart(Part part) throws IOException, InterruptedException {
        switch (part) {
            case APPLICATION -> {
                kill(application);
                startApplication();
            }
            case BROKER -> {
                kill(broker);
                startBroker();
            }
            case CLICKHOUSE -> {
                // Its supervisor, which is in this process, starts it again.
                long pid = clickHouse.pid();
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                await(() -> clickHouse.pid() != pid && clickHouse.isRunning(), "ClickHouse");
            }
        }
    }

    void stopApplication() throws InterruptedException {
        kill(application);
    }

    void startApplication() throws IOException, InterruptedException {
        Files.deleteIfExists(urlFile());
        application = launchApplication();
        awaitApplication();
    }

    void stopPostgres() {
        postgres.close();
    }

    /** Where it was, with what it had. */
    void startPostgres() throws IOException, InterruptedException {
        postgres = startedPostgres(directory, postgres.port());
    }

    /** What the application says of a part of it. */
    String health(String part) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url() + "/actuator/health"))
                        .timeout(START_LIMIT)
                        .build();
        String said = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return JsonMapper.shared()
                .readTree(said)
                .at("/components/" + part + "/status")
                .asString("nothing");
    }

    void startBroker() throws IOException, InterruptedException {
        broker = launchBroker(null);
        awaitBroker();
    }

    /**
     * Starts the broker anew where no file of its may grow by more than {@code bytes}: to it the
     * same as a disk that is full then. A quota of the process, so nobody has to be root.
     */
    void restartBrokerOnASmallDisk(long bytes) throws IOException, InterruptedException {
        kill(broker);
        broker = launchBroker((largestFile() + bytes) / KILOBYTE);
        awaitBroker();
    }

    /** Waits until the broker has given up. */
    boolean brokerEndedWithin(Duration limit) throws InterruptedException {
        return broker.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Stops ClickHouse as it is, and lets it go on. */
    void pauseClickHouse(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(clickHouse.pid())).start().waitFor();
    }

    private long largestFile() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("kafka"))) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .max()
                    .orElse(0);
        }
    }

    private static void kill(Process process) throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private Process launchBroker(@Nullable Long kilobytesMax) throws IOException {
        List<String> command = new ArrayList<>();
        if (kilobytesMax != null) {
            command.addAll(
                    List.of("bash", "-c", "ulimit -f " + kilobytesMax + "; exec \"$@\"", "broker"));
        }
        command.addAll(
                List.of(
                        java(),
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerProcess.class.getName(),
                        directory.resolve("kafka").toString(),
                        Integer.toString(brokerPort),
                        Integer.toString(controllerPort)));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("broker.log").toFile())
                .start();
    }

    private void awaitBroker() throws IOException, InterruptedException {
        await(
                () ->
                        broker.isAlive()
                                && Files.readString(directory.resolve("broker.log"))
                                        .contains(BrokerProcess.READY),
                "the broker");
    }

    private Process launchApplication() throws IOException {
        List<String> command =
                List.of(
                        java(),
                        "-XX:+UseParallelGC",
                        "-Xmx1g",
                        "-XX:MaxDirectMemorySize=640m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.tallybook.app.Tallybook",
                        "--server.port=" + applicationPort,
                        "--tallybook.data=" + directory.resolve("application"),
                        "--tallybook.parts=external",
                        "--tallybook.postgres.host=" + postgres.host(),
                        "--tallybook.postgres.port=" + postgres.port(),
                        "--tallybook.postgres.database=" + DATABASE,
                        "--tallybook.postgres.user=" + postgres.user(),
                        "--tallybook.postgres.password=" + postgres.password(),
                        "--tallybook.kafka.bootstrap-servers=127.0.0.1:" + brokerPort,
                        "--tallybook.kafka.replication=1",
                        "--tallybook.clickhouse.url=" + clickHouse.url(),
                        "--tallybook.clickhouse.user=" + ClickHouseEngine.USER,
                        "--tallybook.clickhouse.password=" + clickHouse.password());
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        directory.resolve("application.log").toFile()));
        builder.environment().put("TALLYBOOK_API_KEY", KEY);
        return builder.start();
    }

    private void awaitApplication() throws IOException, InterruptedException {
        await(() -> Files.exists(urlFile()), "the application");
    }

    private Path urlFile() {
        return directory.resolve("application").resolve("tallybook.url");
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private void await(Condition condition, String what) throws IOException, InterruptedException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new IOException(
                        what + " did not serve within " + START_LIMIT + ": " + logs());
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    private String logs() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String name : List.of("broker.log", "application.log")) {
            String log = Files.readString(directory.resolve(name));
            text.append(name)
                    .append(":\n")
                    .append(log.substring(Math.max(0, log.length() - 4_000)));
        }
        return text.toString();
    }

    @Override
    public void close() {
        try (PostgresServer _ = postgres;
                ClickHouseEngine _ = clickHouse) {
            kill(application);
            kill(broker);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Directories.delete(directory);
    }
}
