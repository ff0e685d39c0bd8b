package io.tallybook.core;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/**
 * A 128-bit identifier whose text sorts by time: 48 bits of milliseconds, then 80 bits of entropy,
 * in Crockford's base 32 (26 characters).
 */
public record Ulid(String value) {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 26;
    private static final int ENTROPY_BYTES = 10;

    public Ulid {
        if (!isUlid(value)) {
            throw new IllegalArgumentException("not a ULID: '" + value + "'");
        }
    }

    /**
     * The identifier of a moment and 80 bits of entropy.
     *
     * <p>Errors: IllegalArgumentException if {@code entropy} is not 10 bytes or the moment is
     * outside 48 bits.
     */
    public static Ulid of(Instant moment, byte[] entropy) {
        long millis = moment.toEpochMilli();
        if (millis < 0 || millis >>> 48 != 0 || entropy.length != ENTROPY_BYTES) {
            throw new IllegalArgumentException(
                    "a ULID takes 48 bits of time and 10 bytes of entropy, got "
                            + moment
                            + " and "
                            + entropy.length);
        }
        char[] text = new char[LENGTH];
        for (int i = 0; i < 10; i++) {
            text[i] = ALPHABET.charAt((int) (millis >>> (45 - 5 * i)) & 31);
        }
        for (int i = 0; i < 16; i++) {
            text[10 + i] = ALPHABET.charAt(fiveBits(entropy, 5 * i));
        }
        return new Ulid(new String(text));
    }

    /**
     * The identifier that follows from a business key: the same parts give the same identifier, so
     * that a repeated command is the same command.
     */
    public static Ulid derived(Instant moment, String... parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                sha.update((byte) (bytes.length >>> 8));
                sha.update((byte) bytes.length);
                sha.update(bytes);
            }
            byte[] entropy = new byte[ENTROPY_BYTES];
            System.arraycopy(sha.digest(), 0, entropy, 0, ENTROPY_BYTES);
            return of(moment, entropy);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    // Every id of every event that is read passes here.
    private static boolean isUlid(String value) {
        if (value.length() != LENGTH || value.charAt(0) > '7') {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            if (ALPHABET.indexOf(value.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static int fiveBits(byte[] bytes, int bit) {
        int first = bit / 8;
        int word =
                (bytes[first] & 0xff) << 8
                        | (first + 1 < bytes.length ? bytes[first + 1] & 0xff : 0);
        return word >>> (11 - bit % 8) & 31;
    }

    @Override
    public String toString() {
        return value;
    }
}
