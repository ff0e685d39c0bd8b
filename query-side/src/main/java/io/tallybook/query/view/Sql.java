package io.tallybook.query.view;

import java.util.List;

/**
 * A statement with its values: nothing that a caller sent is ever part of the text.
 *
 * @param values of {@code $1}, {@code $2} and so on
 */
public record Sql(String text, List<Object> values) {
    public Sql {
        values = List.copyOf(values);
    }

    public static Sql of(String text, Object... values) {
        return new Sql(text, List.of(values));
    }
}
