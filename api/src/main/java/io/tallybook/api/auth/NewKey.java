package io.tallybook.api.auth;

import io.tallybook.core.tenancy.EnvironmentMode;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;

/**
 * An API key on its way to its owner: the only moment at which it is known.
 *
 * @param text what the owner sends with each request
 */
public record NewKey(String text) {
    private static final int BYTES = 24;
    private static final int HINT_LENGTH = 4;

    /** 192 bits of chance, behind a prefix that tells a person what it opens. */
    public static NewKey of(EnvironmentMode mode, SecureRandom random) {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        String kind = mode.name().toLowerCase(Locale.ROOT);
        return new NewKey("tb_" + kind + "_" + HexFormat.of().formatHex(secret));
    }

    /** What is kept of it. */
    public String sha256() {
        return Authentication.sha256(text);
    }

    /** Its last characters, by which its owner knows it again. */
    public String hint() {
        return text.substring(Math.max(0, text.length() - HINT_LENGTH));
    }

    /** Not the key: what is printed may be kept. */
    @Override
    public String toString() {
        return "NewKey[…" + hint() + "]";
    }
}
