package io.tallybook.ingestion.store;

import io.tallybook.core.Scope;
import java.util.Collection;
import java.util.stream.Collectors;

/** Values as ClickHouse SQL, safely: whatever a caller's text holds, it stays text. */
public final class Sql {
    private Sql() {}

    /** A string literal. */
    public static String text(String value) {
        StringBuilder sql = new StringBuilder(value.length() + 2).append('\'');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\'' -> sql.append("\\'");
                case '\\' -> sql.append("\\\\");
                case '\0' -> sql.append("\\0");
                default -> sql.append(c);
            }
        }
        return sql.append('\'').toString();
    }

    /** Literals with commas between them; the collection must not be empty. */
    public static String texts(Collection<String> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("an IN list cannot be empty");
        }
        return values.stream().map(Sql::text).collect(Collectors.joining(","));
    }

    /** A name of our own (database, table): letters, digits and _ only. */
    public static String name(String name) {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new IllegalArgumentException("not a plain name: " + name);
        }
        return name;
    }

    /** A DateTime64(6) literal. */
    public static String micros(long micros) {
        return "fromUnixTimestamp64Micro(" + micros + ", 'UTC')";
    }

    /** The condition that a row is of an environment. */
    public static String inScope(Scope scope) {
        return "tenant = %s AND environment = %s"
                .formatted(text(scope.tenant().value()), text(scope.environment().value()));
    }
}
