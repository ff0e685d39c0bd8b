package io.tallybook.api.dispatch;

import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.core.Rejection;
import io.tallybook.core.search.UnknownField;
import io.tallybook.core.usage.AmendmentRefused;
import io.tallybook.core.usage.ReadingIncomplete;
import io.tallybook.core.usage.UsageArchived;
import io.tallybook.core.usage.UsageNotDurable;
import java.net.ConnectException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.time.YearMonth;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.axonframework.commandhandling.NoHandlerForCommandException;
import org.axonframework.common.AxonTransientException;
import org.axonframework.messaging.HandlerExecutionException;
import org.axonframework.queryhandling.NoHandlerForQueryException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessException;

/**
 * From what came back over the buses to a {@link Problem}. A refusal is known by the {@link
 * Rejection} it carries, not by the class of the exception around it, which is another one when the
 * handler runs elsewhere.
 */
final class Refusals {

    private static final Duration SOON = Duration.ofSeconds(2);

    // Classes of SQLSTATE; the second says that the server is ended or starts.
    private static final String CONNECTION_EXCEPTION = "08";
    private static final String OPERATOR_INTERVENTION = "57P";

    private Refusals() {}

    /**
     * The failure to pass on: a problem with its status, or the failure itself if it is a defect.
     */
    static Throwable of(Throwable failure) {
        Throwable cause = unwrapped(failure);
        return rejection(cause)
                .map(Refusals::problem)
                .or(() -> known(cause))
                .<Throwable>map(
                        problem ->
                                problem.status() >= 500
                                        ? problem.causedBy(cause)
                                        : problem.asException())
                .orElse(cause);
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean envelope =
                failure instanceof CompletionException || failure instanceof ExecutionException;
        return envelope && cause != null ? unwrapped(cause) : failure;
    }

    private static Optional<Rejection> rejection(Throwable failure) {
        return HandlerExecutionException.<Object>resolveDetails(failure)
                .filter(Rejection.class::isInstance)
                .map(Rejection.class::cast);
    }

    private static Problem problem(Rejection rejection) {
        ProblemCode code =
                switch (rejection.reason()) {
                    case NOT_FOUND -> ProblemCode.NOT_FOUND;
                    case ALREADY_EXISTS -> ProblemCode.ALREADY_EXISTS;
                    case VALIDATION -> ProblemCode.VALIDATION_ERROR;
                    case INVALID_OPERATION -> ProblemCode.INVALID_OPERATION;
                    case CONFLICT -> ProblemCode.VERSION_CONFLICT;
                };
        return Problem.of(code, rejection.message(), rejection.facts());
    }

    private static Optional<Problem> known(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            Optional<Problem> problem = one(at);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private static Optional<Problem> one(Throwable failure) {
        return Optional.ofNullable(
                switch (failure) {
                    case UnknownField e ->
                            Problem.of(
                                    ProblemCode.VALIDATION_ERROR,
                                    String.valueOf(e.getMessage()),
                                    Map.of("field", e.field(), "expected", e.known()));
                    case AmendmentRefused e -> problem(e.rejection());
                    case UsageNotDurable _ ->
                            unavailable(
                                    "usage cannot be taken in at the moment; nothing was promised,"
                                            + " send it again");
                    case UsageArchived e ->
                            Problem.of(
                                    ProblemCode.INVALID_OPERATION,
                                    String.valueOf(e.getMessage()),
                                    Map.of(
                                            "archived_months",
                                            e.months().stream()
                                                    .map(YearMonth::toString)
                                                    .collect(Collectors.joining(", "))));
                    case ReadingIncomplete _ ->
                            unavailable("usage is still being stored; ask again");
                    case NoHandlerForCommandException _ ->
                            unavailable("the part that decides this is not running");
                    case NoHandlerForQueryException _ ->
                            unavailable("the part that knows this is not running");
                    case AxonTransientException _ ->
                            unavailable("somebody else changed the same thing; ask again");
                    case TransientDataAccessException _ ->
                            unavailable("the database does not answer; ask again");
                    case NonTransientDataAccessResourceException _ ->
                            unavailable("the database does not answer; ask again");
                    case SQLException e when isOfConnection(e) ->
                            unavailable("the database does not answer; ask again");
                    case ConnectException _ ->
                            unavailable("a part of this installation does not answer; ask again");
                    case TimeoutException _ -> unavailable("this took too long; ask again");
                    default -> null;
                });
    }

    /** Whether there was no connection, or it broke: nothing is wrong with what was asked. */
    private static boolean isOfConnection(SQLException e) {
        String state = e.getSQLState();
        return e instanceof SQLTransientConnectionException
                || (state != null
                        && (state.startsWith(CONNECTION_EXCEPTION)
                                || state.startsWith(OPERATOR_INTERVENTION)));
    }

    private static Problem unavailable(String message) {
        return Problem.of(ProblemCode.SERVICE_UNAVAILABLE, message).retryAfter(SOON);
    }
}
