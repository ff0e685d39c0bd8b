package io.tallybook.core.search;

import java.util.List;

/** A search named a field or a value that the list does not have. */
public class UnknownField extends RuntimeException {
    private final String field;
    private final List<String> known;

    public UnknownField(String field, List<String> known) {
        super("cannot search by '" + field + "', expected one of " + known, null, false, false);
        this.field = field;
        this.known = List.copyOf(known);
    }

    public String field() {
        return field;
    }

    public List<String> known() {
        return known;
    }
}
