package io.tallybook.core.search;

/** A page would have more lines than was asked for; nothing of it was read. */
public class TooManyLines extends RuntimeException {
    private final long lines;
    private final int fitting;

    /**
     * @param lines of all its items
     * @param fitting how many of its first items have no more than was asked for
     */
    public TooManyLines(long lines, int fitting) {
        super(
                "a page of %,d lines, the first %d items would fit".formatted(lines, fitting),
                null,
                false,
                false);
        this.lines = lines;
        this.fitting = fitting;
    }

    public long lines() {
        return lines;
    }

    public int fitting() {
        return fitting;
    }
}
