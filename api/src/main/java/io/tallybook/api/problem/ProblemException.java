package io.tallybook.api.problem;

import org.jspecify.annotations.Nullable;

/** Carries a {@link Problem} to the one place that writes it. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ProblemException(Problem problem, @Nullable Throwable cause) {
        // A refusal is an answer, not an accident: its stack trace would cost more than the answer
        // itself.
        super(problem.message(), cause, false, cause != null);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
