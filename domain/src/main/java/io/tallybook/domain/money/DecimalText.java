package io.tallybook.domain.money;

import java.math.BigDecimal;

/** The one way a decimal is written on the wire and read from it. */
public final class DecimalText {
    public static final int MAX_INTEGER_DIGITS = 30;
    public static final int MAX_DECIMALS = 18;

    // Longest text that can be within the limits: sign, digits, point, decimals, exponent, and some
    // leading zeros.
    private static final int MAX_LENGTH = 80;
    private static final int MAX_EXPONENT = 60;

    private DecimalText() {}

    /**
     * Canonical text: no exponent, no trailing zeros, no negative zero. 1.50 is "1.5", 1E+3 is
     * "1000".
     */
    public static String of(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    /**
     * Reads a decimal, with or without exponent.
     *
     * <p>Shapes: at most {@value #MAX_INTEGER_DIGITS} digits before the point and {@value
     * #MAX_DECIMALS} after it, once trailing zeros are gone. Errors: IllegalArgumentException
     * naming what came and what was expected.
     */
    public static BigDecimal parse(String text) {
        if (text.isEmpty()
                || text.length() > MAX_LENGTH
                || !isAscii(text)
                || hasWildExponent(text)) {
            throw refused(text, "a decimal number");
        }
        BigDecimal value;
        try {
            value = new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw refused(text, "a decimal number");
        }
        BigDecimal bare = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        if (bare.precision() - bare.scale() > MAX_INTEGER_DIGITS) {
            throw refused(text, "at most " + MAX_INTEGER_DIGITS + " digits before the point");
        }
        if (bare.scale() > MAX_DECIMALS) {
            throw refused(text, "at most " + MAX_DECIMALS + " decimals");
        }
        return bare.scale() < 0 ? bare.setScale(0) : bare;
    }

    // BigDecimal would read the digits of every script.
    private static boolean isAscii(String text) {
        return text.chars().allMatch(letter -> letter < 128);
    }

    // Keeps "1E999999999" from being expanded into a billion digits.
    private static boolean hasWildExponent(String text) {
        int at = Math.max(text.indexOf('e'), text.indexOf('E'));
        if (at < 0) {
            return false;
        }
        int exponent = 0;
        for (int i = at + 1; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (digit >= '0' && digit <= '9') {
                exponent = Math.min(exponent * 10 + (digit - '0'), MAX_EXPONENT + 1);
            }
        }
        return exponent > MAX_EXPONENT;
    }

    private static IllegalArgumentException refused(String text, String expected) {
        String shown = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text;
        return new IllegalArgumentException("decimal: got \"" + shown + "\", expected " + expected);
    }
}
