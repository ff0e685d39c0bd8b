package io.tallybook.embedded.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What {@code postmaster.pid} in a data directory says: the process that serves it, and how far
 * that has come.
 *
 * @param ready whether it accepts connections
 */
record Postmaster(long pid, boolean ready) {
    private static final int STATUS_LINE = 7;
    private static final Duration LEASH_LIMIT = Duration.ofSeconds(12);
    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(20);

    static Optional<Postmaster> of(Path data) throws IOException {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            if (lines.isEmpty() || lines.getFirst().isBlank()) {
                return Optional.empty();
            }
            boolean ready =
                    lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
            return Optional.of(new Postmaster(Long.parseLong(lines.getFirst().strip()), ready));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /**
     * Sees to it that nobody serves {@code data}. A postmaster whose holder died is being stopped
     * by its leash; one that has lost its leash as well is stopped here. Never SIGKILL: it would
     * leave its children writing.
     */
    static void vacate(Path data) throws IOException, InterruptedException {
        Optional<Postmaster> old = of(data);
        if (old.isEmpty()) {
            return;
        }
        Optional<ProcessHandle> running =
                ProcessHandle.of(old.get().pid()).filter(Postmaster::isPostgres);
        if (running.isEmpty()) {
            return;
        }
        ProcessHandle process = running.get();
        if (gone(process, LEASH_LIMIT)) {
            return;
        }
        for (String signal : List.of("-INT", "-QUIT")) {
            new ProcessBuilder(
                            "sh", "-c", "kill \"$0\" \"$1\"", signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (gone(process, SIGNAL_LIMIT)) {
                return;
            }
        }
        throw new IOException(
                "process "
                        + process.pid()
                        + " still serves "
                        + data
                        + " and does not stop when told to");
    }

    /** A pid that another program has meanwhile is no postmaster. */
    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().filter(c -> c.endsWith("/postgres")).isPresent();
    }

    private static boolean gone(ProcessHandle process, Duration limit) throws InterruptedException {
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return !process.isAlive();
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for process " + process.pid(), e);
        }
    }
}
