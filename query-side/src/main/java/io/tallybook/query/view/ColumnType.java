package io.tallybook.query.view;

import io.tallybook.domain.money.DecimalText;
import java.time.DateTimeException;
import java.time.OffsetDateTime;

/** What a column holds, and how its values are written as text. */
enum ColumnType {
    TEXT("text", "text without the character NUL"),
    NUMERIC("numeric", "a decimal number"),
    WHOLE("bigint", "a whole number"),
    MOMENT("timestamptz", "a moment as 2026-01-31T00:00:00Z"),
    DOCUMENT("jsonb", "JSON");

    private final String sql;
    private final String expected;

    ColumnType(String sql, String expected) {
        this.sql = sql;
        this.expected = expected;
    }

    String sql() {
        return sql;
    }

    String expected() {
        return expected;
    }

    /** The value as Postgres reads it; IllegalArgumentException if it is not of this type. */
    String canonical(String value) {
        return switch (this) {
            case TEXT, DOCUMENT -> withoutNul(value);
            case NUMERIC -> DecimalText.of(DecimalText.parse(value));
            case WHOLE -> Long.toString(Long.parseLong(value));
            case MOMENT -> moment(value);
        };
    }

    // Postgres keeps no NUL in text, so no row can hold it and the statement would fail.
    private static String withoutNul(String value) {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("text with the character NUL");
        }
        return value;
    }

    private static String moment(String value) {
        try {
            OffsetDateTime moment = OffsetDateTime.parse(value);
            if (moment.getYear() < 1 || moment.getYear() > 9999) {
                throw new IllegalArgumentException("moment outside the years 1 to 9999: " + value);
            }
            return moment.toInstant().toString();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
