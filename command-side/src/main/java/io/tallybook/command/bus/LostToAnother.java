package io.tallybook.command.bus;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the database rolled a transaction back for the sake of another: the victim of a deadlock,
 * or one that could not be brought in line with what came before it.
 *
 * <p>Source of the rule: PostgreSQL's error codes {@code serialization_failure} and {@code
 * deadlock_detected}.
 */
final class LostToAnother {
    private static final Set<String> STATES = Set.of("40001", "40P01");

    private LostToAnother() {}

    static boolean is(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused
                    && refused.getSQLState() != null
                    && STATES.contains(refused.getSQLState())) {
                return true;
            }
        }
        return false;
    }
}
