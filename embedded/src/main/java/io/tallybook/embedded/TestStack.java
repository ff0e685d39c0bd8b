package io.tallybook.embedded;

import io.tallybook.embedded.home.Directories;
import io.tallybook.embedded.home.EngineHome;
import io.tallybook.embedded.home.Port;
import io.tallybook.embedded.postgres.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the tests of one JVM share, in directories that go when the JVM goes. */
final class TestStack {
    private static final String PREFIX = "tallybook-test-";

    private TestStack() {}

    static LocalStack shared() {
        return Whole.STACK;
    }

    static PostgresServer sharedPostgres() {
        return OnlyPostgres.SERVER;
    }

    private static final class Whole {
        static final LocalStack STACK = start();

        private static LocalStack start() {
            try {
                Path directory = temporary();
                LocalStack stack = LocalStack.start(directory);
                atExit(stack, directory);
                return stack;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while starting", e);
            }
        }
    }

    private static final class OnlyPostgres {
        static final PostgresServer SERVER = start();

        private static PostgresServer start() {
            try {
                Path directory = temporary();
                DataDirectory data = DataDirectory.open(directory);
                PostgresServer server =
                        PostgresServer.start(
                                data.path("postgres"), Port.free(), EngineHome.ofUser());
                atExit(
                        () -> {
                            server.close();
                            data.close();
                        },
                        directory);
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while starting", e);
            }
        }
    }

    private static void atExit(AutoCloseable part, Path directory) {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    try {
                                        part.close();
                                    } catch (Exception e) {
                                        System.err.println("stopping the parts of the tests: " + e);
                                    }
                                    Directories.delete(directory);
                                },
                                "test-parts-exit"));
    }

    private static Path temporary() throws IOException {
        Path tmp = Path.of(System.getProperty("java.io.tmpdir"));
        sweep(tmp);
        return Files.createTempDirectory(tmp, PREFIX);
    }

    /** Removes what test JVMs that were killed left behind: whatever nobody holds the lock of. */
    private static void sweep(Path tmp) throws IOException {
        List<Path> left;
        try (Stream<Path> all = Files.list(tmp)) {
            left =
                    all.filter(p -> p.getFileName().toString().startsWith(PREFIX))
                            .filter(p -> Files.exists(p.resolve("lock")) && Files.isWritable(p))
                            .toList();
        }
        for (Path directory : left) {
            try (DataDirectory free = DataDirectory.open(directory)) {
                Directories.delete(free.root());
            } catch (IOException | UncheckedIOException inUse) {
                // Another test JVM's; it removes it itself.
            }
        }
    }
}
