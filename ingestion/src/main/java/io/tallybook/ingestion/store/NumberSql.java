package io.tallybook.ingestion.store;

/**
 * What is a number, as SQL: written as one, with at most 30 digits before and 30 behind the point,
 * or with at most 17 each and an exponent from -13 to 13. All of those, and their sums, are exact
 * in Decimal256 with 30 places.
 */
public final class NumberSql {
    /** Decimal places in which quantities are summed. */
    public static final int PLACES = 30;

    private static final String NUMBER =
            "^[+-]?([0-9]{1,30}(\\.[0-9]{1,30})?"
                    + "|[0-9]{1,17}(\\.[0-9]{1,17})?[eE][+-]?(0?[0-9]|1[0-3]))$";

    private NumberSql() {}

    /** Whether the text that {@code column} holds is a number. */
    public static String isOne(String column) {
        return "match(" + column + ", " + Sql.text(NUMBER) + ")";
    }

    /** The number that {@code column} holds as text. */
    public static String of(String column) {
        return "toDecimal256(" + column + ", " + PLACES + ")";
    }
}
