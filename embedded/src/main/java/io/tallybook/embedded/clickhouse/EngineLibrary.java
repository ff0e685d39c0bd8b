package io.tallybook.embedded.clickhouse;

import io.tallybook.embedded.home.Directories;
import io.tallybook.embedded.home.EngineHome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * The ClickHouse engine as a shared library, {@code libchdb.so}, from the npm registry: fetched
 * once per user, exact version, checksum verified.
 *
 * <p>The version is pinned because this is the first that can listen on HTTP; docs/decisions say
 * more.
 */
public final class EngineLibrary {
    /** Also the name of the directory below {@code $TALLYBOOK_HOME/engine}. */
    public static final String VERSION = "26.7.3-stable.1";

    private static final String PACKAGE = "@chdb/lib-linux-x64-gnu";
    private static final String SHA256 =
            "36ad4e999882821ef13cf2d0f52c93f48e6ee1b4498b35a201c23ce4b8d15bf5";
    private static final String FILE = "libchdb.so";
    private static final int BUFFER_BYTES = 1 << 20;

    private EngineLibrary() {}

    /**
     * Installs the library, if it is not there, and prints its path: for scripts that prepare a
     * machine.
     */
    public static void main(String[] arguments) throws Exception {
        System.out.println(in(EngineHome.ofUser()));
    }

    /** The library's path; installed now, with a word on stderr, if it is not there. */
    public static Path in(EngineHome home) throws IOException, InterruptedException {
        requirePlatform();
        return home.installed(VERSION, EngineLibrary::install).resolve(FILE);
    }

    private static void requirePlatform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch");
        if (!os.equals("linux") || !machine.equals("amd64")) {
            throw new UnsupportedOperationException(
                    "no embedded ClickHouse for "
                            + os
                            + "/"
                            + machine
                            + ": use an external ClickHouse");
        }
    }

    private static void install(Path directory) throws IOException, InterruptedException {
        System.err.println(
                "installing the ClickHouse engine "
                        + VERSION
                        + " (once, about 180 MB from the npm registry) …");
        Path npm = directory.resolve("npm");
        Files.createDirectories(npm);
        Path log = directory.resolve("npm.log");
        npmInstall(npm, log);
        Path library = npm.resolve("node_modules").resolve(PACKAGE).resolve(FILE);
        if (Files.notExists(library)) {
            throw new IOException("npm put no " + FILE + " into " + library.getParent());
        }
        System.err.println("verifying its checksum …");
        String actual = sha256(library);
        if (!actual.equals(SHA256)) {
            throw new IOException(
                    PACKAGE
                            + "@"
                            + VERSION
                            + " is not what it was: sha256 of "
                            + FILE
                            + " is "
                            + actual
                            + ", expected "
                            + SHA256);
        }
        Files.move(library, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        Files.copy(library.resolveSibling("package.json"), directory.resolve("package.json"));
        Directories.delete(npm);
        Files.delete(log);
        System.err.println("the ClickHouse engine is installed.");
    }

    private static void npmInstall(Path into, Path log) throws IOException, InterruptedException {
        List<String> command =
                List.of(
                        "npm",
                        "install",
                        "--prefix",
                        into.toString(),
                        "--ignore-scripts",
                        "--no-save",
                        "--no-audit",
                        "--no-fund",
                        PACKAGE + "@" + VERSION);
        Process process;
        try {
            process =
                    new ProcessBuilder(command)
                            .directory(into.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
        } catch (IOException e) {
            throw new IOException(
                    "npm was not found; the ClickHouse engine is installed with it. "
                            + "Install Node.js, or put "
                            + FILE
                            + " of "
                            + VERSION
                            + " into "
                            + EngineHome.ofUser().directory().resolve(VERSION),
                    e);
        }
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException(
                    "'"
                            + String.join(" ", command)
                            + "' ended with "
                            + code
                            + ":\n"
                            + Files.readString(log));
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
