package io.tallybook.core.search;

/**
 * How many lines a page of invoices or subscriptions may have in all: one of them may have tens of
 * thousands, and whoever asks for fifty knows it of none.
 *
 * @param shown whether they are wanted at all
 * @param most of all items together, where they are; more is a {@link TooManyLines}
 */
public record PageLines(boolean shown, int most) {
    public static final PageLines ALL = new PageLines(true, Integer.MAX_VALUE);
    public static final PageLines NONE = new PageLines(false, 0);

    public static PageLines atMost(int most) {
        return new PageLines(true, most);
    }
}
