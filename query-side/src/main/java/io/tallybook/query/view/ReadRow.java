package io.tallybook.query.view;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.InvalidResultSetAccessException;

/** The row of an answer that is looked at just now; whoever keeps anything of it takes it out. */
public final class ReadRow {
    private final ResultSet rows;

    ReadRow(ResultSet rows) {
        this.rows = rows;
    }

    /** What stands in a column, absent for null. Errors: IllegalStateException if it is no such. */
    public <T> @Nullable T get(String column, Class<T> type) {
        try {
            if (type == String.class) {
                return type.cast(rows.getString(column));
            }
            if (type == Instant.class) {
                OffsetDateTime moment = rows.getObject(column, OffsetDateTime.class);
                return moment == null ? null : type.cast(moment.toInstant());
            }
            return rows.getObject(column, type);
        } catch (SQLException e) {
            throw new InvalidResultSetAccessException(e);
        }
    }
}
