package io.tallybook.api.flexprice.invoice.document;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.pdfbox.pdmodel.font.PDFont;

/** The signs that a font has, each looked up once: a long invoice writes the same few often. */
final class Signs {
    private static final String MISSING = "?";
    private static final float THOUSANDTHS = 1000;

    private final PDFont font;
    private final Map<Integer, Sign> known = new HashMap<>();

    /**
     * What is written for a character.
     *
     * @param width in thousandths of the size
     */
    private record Sign(String text, float width) {}

    Signs(PDFont font) {
        this.font = font;
    }

    PDFont font() {
        return font;
    }

    /** What the font has no sign for is written as a question mark, what is no sign as a space. */
    String drawable(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(point -> shown.append(sign(point).text()));
        return shown.toString();
    }

    /** In the unit of the size. */
    float width(String text, float size) {
        double sum = text.codePoints().mapToDouble(point -> sign(point).width()).sum();
        return (float) sum / THOUSANDTHS * size;
    }

    private Sign sign(int point) {
        return known.computeIfAbsent(point, this::found);
    }

    private Sign found(int point) {
        boolean space = Character.isWhitespace(point) || isSpace(point);
        String text = drawn(space ? " " : Character.toString(point));
        try {
            return new Sign(text, font.getStringWidth(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSpace(int point) {
        return Character.isSpaceChar(point) || Character.isISOControl(point);
    }

    private String drawn(String one) {
        try {
            font.encode(one);
            return one;
        } catch (IOException | IllegalArgumentException e) {
            return MISSING;
        }
    }
}
