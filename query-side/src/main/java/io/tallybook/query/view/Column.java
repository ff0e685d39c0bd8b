package io.tallybook.query.view;

import io.tallybook.core.EntityId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One column of a table and what it shows of a row.
 *
 * @param text the value as Postgres reads it
 * @param known the only values that there are; empty for any
 * @param always whether every row has a value
 */
public record Column<R>(
        String name,
        ColumnType type,
        Function<R, @Nullable String> text,
        List<String> known,
        boolean always) {
    public Column {
        known = List.copyOf(known);
    }

    private Column(
            String name, ColumnType type, Function<R, @Nullable String> text, List<String> known) {
        this(name, type, text, known, false);
    }

    /** The same column, of which no row is without a value: lists in its order page faster. */
    public Column<R> everPresent() {
        return new Column<>(name, type, text, known, true);
    }

    public static <R> Column<R> text(String name, Function<R, @Nullable String> value) {
        return new Column<>(name, ColumnType.TEXT, value, List.of());
    }

    public static <R> Column<R> id(String name, Function<R, @Nullable EntityId> value) {
        return new Column<>(
                name,
                ColumnType.TEXT,
                row -> {
                    EntityId id = value.apply(row);
                    return id == null ? null : id.value();
                },
                List.of());
    }

    public static <R, T extends Enum<T>> Column<R> oneOf(
            String name, Class<T> type, Function<R, @Nullable T> value) {
        return new Column<>(
                name,
                ColumnType.TEXT,
                row -> {
                    T constant = value.apply(row);
                    return constant == null ? null : constant.name();
                },
                Arrays.stream(type.getEnumConstants()).map(Enum::name).toList());
    }

    public static <R> Column<R> numeric(String name, Function<R, @Nullable BigDecimal> value) {
        return new Column<>(
                name,
                ColumnType.NUMERIC,
                row -> {
                    BigDecimal number = value.apply(row);
                    return number == null ? null : number.toPlainString();
                },
                List.of());
    }

    public static <R> Column<R> whole(String name, Function<R, @Nullable Long> value) {
        return new Column<>(
                name,
                ColumnType.WHOLE,
                row -> {
                    Long number = value.apply(row);
                    return number == null ? null : number.toString();
                },
                List.of());
    }

    public static <R> Column<R> moment(String name, Function<R, @Nullable Instant> value) {
        return new Column<>(
                name,
                ColumnType.MOMENT,
                row -> {
                    Instant moment = value.apply(row);
                    return moment == null ? null : moment.toString();
                },
                List.of());
    }

    static <R> Column<R> document(String name, Function<R, @Nullable String> json) {
        return new Column<>(name, ColumnType.DOCUMENT, json, List.of());
    }
}
