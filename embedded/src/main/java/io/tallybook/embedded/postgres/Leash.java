package io.tallybook.embedded.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program that does not outlive us: a small shell (leash.sh) starts it and holds the other end of
 * a pipe from us. When the pipe ends, because we let go or died of anything, it stops the program.
 */
final class Leash {
    private final Process shell;

    private Leash(Process shell) {
        this.shell = shell;
    }

    /** Starts {@code command} with its output in {@code log}. */
    static Leash on(List<String> command, Path log) throws IOException {
        List<String> leashed = new ArrayList<>(List.of("sh", "-c", script(), "leash"));
        leashed.addAll(command);
        try {
            // In a session of its own, so that Ctrl-C in our terminal does not stop it before we
            // have
            // finished with it.
            List<String> apart = new ArrayList<>(List.of("setsid"));
            apart.addAll(leashed);
            return new Leash(spawn(apart, log));
        } catch (IOException noSetsid) {
            return new Leash(spawn(leashed, log));
        }
    }

    boolean isAlive() {
        return shell.isAlive();
    }

    /** The program and all that it started. */
    Stream<ProcessHandle> processes() {
        return shell.descendants();
    }

    /** Waits for the program's own end. */
    boolean hasEndedWithin(long ms) throws InterruptedException {
        return shell.waitFor(ms, TimeUnit.MILLISECONDS);
    }

    /** Waits, however long it takes, for the program's own end, and returns its exit code. */
    int exitCode() throws InterruptedException {
        return shell.waitFor();
    }

    /** Has the program stopped. */
    void letGo() throws IOException {
        shell.getOutputStream().close();
    }

    private static Process spawn(List<String> command, Path log) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static String script() throws IOException {
        try (InputStream in = Leash.class.getResourceAsStream("leash.sh")) {
            if (in == null) {
                throw new IOException("leash.sh is missing beside " + Leash.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
