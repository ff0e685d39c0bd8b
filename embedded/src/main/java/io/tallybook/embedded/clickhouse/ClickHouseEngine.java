package io.tallybook.embedded.clickhouse;

import io.tallybook.embedded.home.Directories;
import io.tallybook.embedded.home.Password;
import io.tallybook.embedded.home.Port;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real ClickHouse on loopback HTTP: libchdb in a child JVM, data kept, restarted on the same port
 * when it dies.
 *
 * <p>What an insert was answered with success for survives a kill -9 of anything. The engine reads
 * our pipe and ends within a second of our own end. It serves one database, {@code tallybook}, to
 * one user with a password of this directory.
 */
public final class ClickHouseEngine implements AutoCloseable {
    public static final String DATABASE = "tallybook";
    public static final String USER = "tallybook";

    private static final Logger LOG = LoggerFactory.getLogger(ClickHouseEngine.class);
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final Duration BACK_OFF_FIRST = Duration.ofMillis(200);
    private static final Duration BACK_OFF_MAX = Duration.ofSeconds(10);
    private static final long POLL_MS = 20;
    private static final int QUERY_MEMORY_SHARE = 2;

    private final Settings settings;
    private final String password;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Thread supervisor;
    private volatile Process process;
    private volatile boolean closing;

    private ClickHouseEngine(Settings settings, String password, Process first) {
        this.settings = settings;
        this.password = password;
        this.process = first;
        this.supervisor =
                Thread.ofPlatform()
                        .daemon()
                        .name("clickhouse-supervisor")
                        .unstarted(this::supervise);
    }

    /**
     * @param library path of libchdb.so, see {@link EngineLibrary}
     * @param memoryBytesMax what the server may use altogether; one query may use half
     */
    public record Settings(Path directory, int port, Path library, long memoryBytesMax) {
        public static final long MEMORY_BYTES_DEFAULT = 1_500_000_000;

        public Settings {
            // The engine doubles a relative path when it syncs a directory, and fails.
            directory = directory.toAbsolutePath().normalize();
        }
    }

    /** Starts the engine and returns when it answers and its database exists. */
    public static ClickHouseEngine start(Settings settings)
            throws IOException, InterruptedException {
        Directories.createPrivate(settings.directory());
        for (String below : List.of("data", "conf", "logs")) {
            Files.createDirectories(settings.directory().resolve(below));
        }
        String password = Password.in(settings.directory().resolve("password"));
        writeConfiguration(settings, password);
        if (!Port.isFree(settings.port())) {
            throw new IOException(
                    "port " + settings.port() + " for ClickHouse is in use by another program");
        }
        ClickHouseEngine engine = new ClickHouseEngine(settings, password, launch(settings));
        try {
            engine.awaitAnswer();
            engine.execute("CREATE DATABASE IF NOT EXISTS " + DATABASE + " ENGINE = Atomic");
            engine.supervisor.start();
            return engine;
        } catch (IOException | InterruptedException | RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    public String url() {
        return "http://127.0.0.1:" + settings.port();
    }

    public int port() {
        return settings.port();
    }

    public String password() {
        return password;
    }

    /** The child's process id now; another after a restart. */
    public long pid() {
        return process.pid();
    }

    public boolean isRunning() {
        return process.isAlive() && answers();
    }

    /**
     * Sends one statement and returns the answer's text; an error of the server becomes an
     * exception with its words.
     */
    public String execute(String sql) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url() + "/"))
                        .header("X-ClickHouse-User", USER)
                        .header("X-ClickHouse-Key", password)
                        .POST(HttpRequest.BodyPublishers.ofString(sql))
                        .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(
                    "ClickHouse answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    /**
     * Stops the engine at once. It has no state to save: an acknowledged insert is a closed file,
     * an unfinished merge is dropped and done again.
     */
    @Override
    public void close() {
        Process last = last();
        supervisor.interrupt();
        last.destroy();
        try {
            if (!last.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                last.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            last.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        http.shutdownNow();
    }

    private void supervise() {
        Duration pause = BACK_OFF_FIRST;
        while (!closing) {
            try {
                int code = process.waitFor();
                if (closing) {
                    return;
                }
                LOG.warn(
                        "ClickHouse (process {}) ended with {}; starting it again",
                        process.pid(),
                        code);
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                restart();
                awaitAnswer();
                pause = BACK_OFF_FIRST;
            } catch (InterruptedException e) {
                return;
            } catch (IOException e) {
                LOG.error("ClickHouse did not start again; next attempt in {}", pause, e);
                pause = longer(pause);
            }
        }
    }

    private synchronized Process last() {
        closing = true;
        return process;
    }

    /** Not while closing: what is started after close looked would be nobody's. */
    private synchronized void restart() throws IOException {
        if (!closing) {
            process = launch(settings);
        }
    }

    private static Duration longer(Duration pause) {
        Duration next = pause.multipliedBy(2);
        return next.compareTo(BACK_OFF_MAX) > 0 ? BACK_OFF_MAX : next;
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!answers()) {
            if (process.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
                throw new IOException(
                        "ClickHouse ended with "
                                + process.exitValue()
                                + ": "
                                + Files.readString(console(settings)));
            }
            if (System.nanoTime() > end) {
                process.destroyForcibly();
                throw new IOException("ClickHouse did not answer within " + START_LIMIT);
            }
        }
    }

    private boolean answers() {
        try {
            HttpRequest ping =
                    HttpRequest.newBuilder(URI.create(url() + "/ping"))
                            .timeout(Duration.ofSeconds(5))
                            .build();
            return http.send(ping, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Path console(Settings settings) {
        return settings.directory().resolve("logs").resolve("console.log");
    }

    private static Process launch(Settings settings) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command =
                List.of(
                        java,
                        "-Xrs",
                        "-XX:+UseSerialGC",
                        "-Xmx32m",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        ownClassPath(),
                        EngineProcess.class.getName(),
                        settings.library().toString(),
                        "--path",
                        settings.directory().resolve("data").toString(),
                        "--listen_host",
                        "127.0.0.1",
                        "--http_port",
                        Integer.toString(settings.port()),
                        "--tcp_port",
                        "0",
                        "--config-file",
                        settings.directory().resolve("conf").resolve("config.xml").toString(),
                        "--query",
                        // clickhouse-local ends with its last statement; this one does not.
                        "SYSTEM START LISTEN HTTP; SELECT count() FROM system.numbers WHERE"
                                + " sleepEachRow(1) FORMAT Null SETTINGS max_block_size = 1");
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(console(settings).toFile())
                .start();
    }

    /** The jar or directory this class came from: all that the child needs. */
    private static String ownClassPath() {
        try {
            return Path.of(
                            EngineProcess.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class path of " + EngineProcess.class, e);
        }
    }

    private static void writeConfiguration(Settings settings, String password) throws IOException {
        Map<String, String> values =
                Map.of(
                        "@DIRECTORY@", settings.directory().toString(),
                        "@MEMORY_BYTES@", Long.toString(settings.memoryBytesMax()),
                        "@QUERY_MEMORY_BYTES@",
                                Long.toString(settings.memoryBytesMax() / QUERY_MEMORY_SHARE),
                        "@PASSWORD_SHA256@", sha256(password));
        for (String name : List.of("config.xml", "users.xml")) {
            String text = template(name);
            for (Map.Entry<String, String> value : values.entrySet()) {
                text = text.replace(value.getKey(), value.getValue());
            }
            Directories.writePrivate(settings.directory().resolve("conf").resolve(name), text);
        }
    }

    private static String template(String name) throws IOException {
        try (InputStream in = ClickHouseEngine.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException(name + " is missing beside " + ClickHouseEngine.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String sha256(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
