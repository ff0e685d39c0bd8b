package io.tallybook.embedded.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A secret of one data directory, made at its first start and kept in a file that only its owner
 * can read.
 */
public final class Password {
    private static final int BYTES = 24;

    private Password() {}

    /** The secret in {@code file}; a new random one is written there if the file does not exist. */
    public static String in(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] secret = new byte[BYTES];
            new SecureRandom().nextBytes(secret);
            Directories.writePrivate(file, HexFormat.of().formatHex(secret));
        }
        return Files.readString(file).strip();
    }
}
