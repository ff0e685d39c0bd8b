package io.tallybook.embedded.home;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where the programs live that Tallybook starts but does not ship in its own jars: one directory
 * per program and version, shared by all data directories and checkouts of a user.
 *
 * @param directory {@code $TALLYBOOK_HOME/engine}, by default {@code ~/.tallybook/engine}
 */
public record EngineHome(Path directory) {
    /** A file lock belongs to the whole JVM; this one keeps its threads apart. */
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    public static EngineHome ofUser() {
        String home = System.getenv("TALLYBOOK_HOME");
        Path base =
                home == null || home.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".tallybook")
                        : Path.of(home);
        return new EngineHome(base.toAbsolutePath().normalize().resolve("engine"));
    }

    /** Puts a program's files into an empty directory. */
    @FunctionalInterface
    public interface Installation {
        void into(Path emptyDirectory) throws IOException, InterruptedException;
    }

    /**
     * The directory of {@code program}, installed now if it is not there.
     *
     * <p>Whole or not at all: files are put into a neighbouring directory that is renamed when
     * complete. Safe beside other processes that install the same: one works, the others wait and
     * find it done.
     */
    public Path installed(String program, Installation installation)
            throws IOException, InterruptedException {
        Path done = directory.resolve(program);
        if (Files.isDirectory(done)) {
            return done;
        }
        Files.createDirectories(directory);
        ONE_AT_A_TIME.lockInterruptibly();
        // Closing the file gives the lock back.
        try (FileChannel file =
                FileChannel.open(
                        directory.resolve("." + program + ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)) {
            file.lock();
            if (!Files.isDirectory(done)) {
                // Only the holder of the lock gets here, so what is there was left by a holder that
                // died.
                Path unfinished = directory.resolve("." + program + ".unfinished");
                Directories.delete(unfinished);
                Files.createDirectories(unfinished);
                installation.into(unfinished);
                Files.move(unfinished, done, StandardCopyOption.ATOMIC_MOVE);
            }
            return done;
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }
}
