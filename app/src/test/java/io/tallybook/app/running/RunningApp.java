package io.tallybook.app.running;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The whole application with all its parts, as a child process on a directory of its own; it can be
 * killed and started again on the same directory.
 */
public final class RunningApp implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String KEY = "tb_test_key_of_the_sandbox";

    private static @Nullable RunningApp shared;

    private final Path directory;
    private Process process;
    private String url;

    private RunningApp(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        this.process = launch(directory);
        this.url = awaitReady();
    }

    /** A fresh one. */
    public static RunningApp start() throws IOException, InterruptedException {
        return new RunningApp(Files.createTempDirectory("tallybook-app"));
    }

    /** The one that all tests of this JVM share; each makes an environment of its own in it. */
    public static synchronized RunningApp shared() throws IOException, InterruptedException {
        RunningApp app = shared;
        if (app == null) {
            app = start();
            shared = app;
            Runtime.getRuntime().addShutdownHook(new Thread(app::close));
        }
        return app;
    }

    public String url() {
        return url;
    }

    public String key() {
        return KEY;
    }

    public Path directory() {
        return directory;
    }

    public long pid() {
        return process.pid();
    }

    /** As {@code kill -9}: nothing of it gets a chance to tidy up. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Starts it again on the same directory, after it was killed or stopped. */
    public void restart() throws IOException, InterruptedException {
        process = launch(directory);
        url = awaitReady();
    }

    public String log() throws IOException {
        return Files.readString(directory.resolve("test.log"));
    }

    @Override
    public void close() {
        try {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            deleteAll(directory);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Process launch(Path directory) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx768m",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                classPath(),
                                "io.tallybook.app.Tallybook",
                                "--server.port=0",
                                "--tallybook.data=" + directory));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        directory.resolve("test.log").toFile()));
        builder.environment().put("TALLYBOOK_API_KEY", KEY);
        Files.deleteIfExists(directory.resolve("tallybook.url"));
        return builder.start();
    }

    /** The product's own class path: what this test was given, less the tests. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private String awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Path file = directory.resolve("tallybook.url");
        while (System.nanoTime() < end) {
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
            if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                throw new IOException("the application stopped while starting:\n" + log());
            }
        }
        process.destroyForcibly();
        throw new IOException("the application was not ready within " + PATIENCE + ":\n" + log());
    }

    private static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
