package io.tallybook.api.flexprice.task;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** A file that is written into its own address (RFC 2397), as small ones may be. */
final class DataUrl {
    private static final String SCHEME = "data:";
    private static final String BASE64 = ";base64";

    private DataUrl() {}

    static boolean is(String url) {
        return url.startsWith(SCHEME);
    }

    /** What is in it; empty if it is none. */
    static Optional<byte[]> content(String url) {
        int comma = url.indexOf(',');
        if (!is(url) || comma < 0) {
            return Optional.empty();
        }
        String head = url.substring(SCHEME.length(), comma);
        String text = url.substring(comma + 1);
        try {
            if (head.endsWith(BASE64)) {
                return Optional.of(Base64.getDecoder().decode(text));
            }
            // A plus is a plus here, and not a space.
            String plain = URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
            return Optional.of(plain.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
