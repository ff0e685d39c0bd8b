package io.tallybook.query.view;

import java.util.function.Function;

/**
 * What of a document is kept in a column of its own: long, and seldom other than before. A row that
 * changes without it leaves it where it is, neither written nor sent.
 *
 * @param key of the document, and the name of the column
 */
public record Part<R>(String key, Function<R, Object> value) {
    boolean isSame(R one, R other) {
        return value.apply(one).equals(value.apply(other));
    }
}
