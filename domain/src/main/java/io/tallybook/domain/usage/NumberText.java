package io.tallybook.domain.usage;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A number as events write it.
 *
 * <pre>
 *   number   = [sign] digits{1..30} ["." digits{1..30}]
 *            | [sign] digits{1..17} ["." digits{1..17}] ("e" | "E") [sign] exponent
 *   exponent = 0 .. 13, with one leading zero at most
 * </pre>
 */
final class NumberText {
    private static final int DIGITS_PLAIN = 30;
    private static final int DIGITS_SCIENTIFIC = 17;
    private static final int EXPONENT_MAX = 13;

    private final String text;
    private int at;

    private NumberText(String text) {
        this.text = text;
    }

    static Optional<BigDecimal> read(String text) {
        return new NumberText(text).isNumber()
                ? Optional.of(new BigDecimal(text))
                : Optional.empty();
    }

    private boolean isNumber() {
        skipSign();
        int whole = digits();
        int fraction = 0;
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            fraction = digits();
            if (fraction == 0) {
                return false;
            }
        }
        if (at == text.length()) {
            return whole >= 1 && whole <= DIGITS_PLAIN && fraction <= DIGITS_PLAIN;
        }
        return whole >= 1
                && whole <= DIGITS_SCIENTIFIC
                && fraction <= DIGITS_SCIENTIFIC
                && isExponent();
    }

    private boolean isExponent() {
        char mark = text.charAt(at++);
        if (mark != 'e' && mark != 'E') {
            return false;
        }
        skipSign();
        int start = at;
        int count = digits();
        return at == text.length()
                && (count == 1 || count == 2)
                && Integer.parseInt(text.substring(start)) <= EXPONENT_MAX;
    }

    private void skipSign() {
        if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
            at++;
        }
    }

    private int digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at - start;
    }
}
