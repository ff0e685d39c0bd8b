package io.tallybook.core.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Bytes that only a key can read, and only for the owner they were sealed for: AES-256-GCM with the
 * owner as associated data.
 *
 * <pre>  text = base64( 0x01 | nonce, 12 bytes | ciphertext | tag, 16 bytes )</pre>
 */
public final class SealedBox {
    private static final byte VERSION = 1;
    public static final int NONCE_BYTES = 12;
    private static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int TAG_BITS = 128;
    private static final int HEAD_BYTES = 1 + NONCE_BYTES;

    private final Supplier<byte[]> nonces;

    /**
     * @param nonces {@link #NONCE_BYTES} bytes each time, never the same twice
     */
    public SealedBox(Supplier<byte[]> nonces) {
        this.nonces = nonces;
    }

    /** With nonces from the machine's source of randomness. */
    public static SealedBox create() {
        return new SealedBox(() -> random(NONCE_BYTES));
    }

    /** A key that nobody has seen. */
    public static SecretKey freshKey() {
        return new SecretKeySpec(random(KEY_BYTES), "AES");
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    public String seal(SecretKey key, String owner, byte[] plain) {
        byte[] nonce = nonces.get();
        byte[] cipher = run(Cipher.ENCRYPT_MODE, key, owner, nonce, plain);
        return Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(HEAD_BYTES + cipher.length)
                                .put(VERSION)
                                .put(nonce)
                                .put(cipher)
                                .array());
    }

    /** Errors: IllegalStateException if it was sealed with another key or for another owner. */
    public static byte[] open(SecretKey key, String owner, String text) {
        byte[] box = Base64.getDecoder().decode(text);
        if (box.length < HEAD_BYTES || box[0] != VERSION) {
            throw new IllegalStateException("what is sealed for " + owner + " is of no known form");
        }
        return run(
                Cipher.DECRYPT_MODE,
                key,
                owner,
                Arrays.copyOfRange(box, 1, HEAD_BYTES),
                Arrays.copyOfRange(box, HEAD_BYTES, box.length));
    }

    private static byte[] run(int mode, SecretKey key, String owner, byte[] nonce, byte[] in) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(in);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the seal of " + owner + " does not fit its key", e);
        }
    }
}
