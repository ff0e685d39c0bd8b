package io.tallybook.api.flexprice.list;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of a list ended, in a form that callers hand back as it is: it names the last row,
 * so that what is added or deleted meanwhile moves nothing.
 */
public final class Cursor {

    /** Told apart from a later form, should there be one. */
    private static final String FORM = "1:";

    private static final int LONGEST = 256;

    private Cursor() {}

    public static String after(String id) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((FORM + id).getBytes(StandardCharsets.UTF_8));
    }

    /** The id of the last row; null if {@code cursor} is none. */
    public static @Nullable String id(String cursor) {
        if (cursor.length() > LONGEST) {
            return null;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            return text.startsWith(FORM) && text.length() > FORM.length() && text.indexOf(0) < 0
                    ? text.substring(FORM.length())
                    : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
