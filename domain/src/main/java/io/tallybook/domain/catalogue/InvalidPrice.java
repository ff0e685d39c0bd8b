package io.tallybook.domain.catalogue;

/** A price that cannot be: names the field, what was sent and what was expected. */
public final class InvalidPrice extends RuntimeException {
    private final String field;
    private final String sent;
    private final String expected;

    public InvalidPrice(String field, String sent, String expected) {
        super(field + ": got " + sent + ", expected " + expected);
        this.field = field;
        this.sent = sent;
        this.expected = expected;
    }

    /** The path of the field, such as {@code tiers[2].up_to}. */
    public String field() {
        return field;
    }

    public String sent() {
        return sent;
    }

    public String expected() {
        return expected;
    }
}
