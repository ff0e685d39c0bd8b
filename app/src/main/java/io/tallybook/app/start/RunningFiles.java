package io.tallybook.app.start;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What {@code ./tallybook} needs to know of the application on a data directory: {@code
 * tallybook.pid}, {@code tallybook.url} and, for the demo, {@code sandbox.key}, which only the
 * owner may read.
 */
final class RunningFiles {
    private final Path directory;

    RunningFiles(Path directory) {
        this.directory = directory;
    }

    void ready(String url) throws IOException {
        write("tallybook.pid", Long.toString(ProcessHandle.current().pid()));
        write("tallybook.url", url);
    }

    void sandboxKey(String key) throws IOException {
        write("sandbox.key", key);
    }

    /** Atomically, so that nobody reads half a file. */
    private void write(String name, String text) throws IOException {
        Path target = directory.resolve(name);
        Path draft = directory.resolve(name + ".draft");
        Files.deleteIfExists(draft);
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(
                    draft,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        Files.write(draft, (text + "\n").getBytes(StandardCharsets.UTF_8));
        Files.move(
                draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
