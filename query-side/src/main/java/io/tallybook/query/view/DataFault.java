package io.tallybook.query.view;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** An event that a view cannot take, whenever and however often it is tried. */
public class DataFault extends RuntimeException {
    // SQLSTATE classes: the value cannot be stored; a constraint forbids it.
    private static final String DATA_EXCEPTION = "22";
    private static final String CONSTRAINT_VIOLATION = "23";

    public DataFault(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Whether a failure lies in the data and not in the database. */
    static boolean is(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof DataFault) {
                return true;
            }
            if (at instanceof SQLException refused && refused.getSQLState() != null) {
                return refused.getSQLState().startsWith(DATA_EXCEPTION)
                        || refused.getSQLState().startsWith(CONSTRAINT_VIOLATION);
            }
        }
        return false;
    }
}
