package io.tallybook.command.sealing;

import io.tallybook.core.wire.SealedBox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that customers' keys are wrapped with, by version; the highest wraps new ones.
 *
 * <pre>  1:base64 of 32 bytes
 *  2:base64 of 32 bytes      added to rotate; 1 may go once every key is wrapped with 2</pre>
 */
public final class MasterKeys {
    private static final int BYTES = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    private final NavigableMap<Integer, SecretKey> keys;

    private MasterKeys(NavigableMap<Integer, SecretKey> keys) {
        this.keys = keys;
    }

    /**
     * Reads {@code version:base64}, separated by commas or line ends.
     *
     * <p>Errors: IllegalStateException if there is none or one is not of 32 bytes; no key is told.
     */
    public static MasterKeys parse(String text) {
        NavigableMap<Integer, SecretKey> keys = new TreeMap<>();
        for (String part : text.split("[,\\s]+", -1)) {
            if (!part.isEmpty()) {
                int colon = part.indexOf(':');
                keys.put(version(part, colon), key(part.substring(colon + 1)));
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalStateException("master keys: expected version:base64, got none");
        }
        return new MasterKeys(keys);
    }

    private static int version(String part, int colon) {
        try {
            int version = colon < 1 ? 0 : Integer.parseInt(part.substring(0, colon));
            if (version > 0) {
                return version;
            }
        } catch (NumberFormatException e) {
            throw new IllegalStateException("master keys: a version is no number", e);
        }
        throw new IllegalStateException("master keys: expected version:base64, a whole number > 0");
    }

    private static SecretKey key(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (bytes.length == BYTES) {
                return new SecretKeySpec(bytes, "AES");
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("master keys: one is not base64", e);
        }
        throw new IllegalStateException("master keys: expected 32 bytes each");
    }

    /**
     * Reads them from a file that only its owner may read, and makes it with a first key if there
     * is none.
     *
     * <p>Errors: IllegalStateException if others may read it.
     */
    public static MasterKeys in(Path file) throws IOException {
        if (Files.notExists(file)) {
            make(file);
        }
        if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IllegalStateException(
                    file + " can be read by others than its owner; expected mode 600");
        }
        return parse(Files.readString(file));
    }

    private static void make(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        String line = "1:" + Base64.getEncoder().encodeToString(SealedBox.freshKey().getEncoded());
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            Files.write(file, (line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (FileAlreadyExistsException _) {
            // Another process was faster, and its key is the one.
        }
    }

    public int current() {
        return keys.lastKey();
    }

    /** Errors: IllegalStateException naming the version that is missing. */
    SecretKey of(int version) {
        SecretKey key = keys.get(version);
        if (key == null) {
            throw new IllegalStateException(
                    "customers' keys are wrapped with master key "
                            + version
                            + ", and only "
                            + keys.keySet()
                            + " are known");
        }
        return key;
    }
}
