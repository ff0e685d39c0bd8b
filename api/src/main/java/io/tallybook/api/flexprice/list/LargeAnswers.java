package io.tallybook.api.flexprice.list;

import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.core.search.PageLines;
import io.tallybook.core.search.TooManyLines;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Answers of thousands of lines are made one after the other: each may take hundreds of megabytes
 * while it is made, and the memory is that of everything else here.
 */
public final class LargeAnswers {
    /** Up to so many lines are no large answer. */
    private static final int USUAL_MOST = 2_000;

    /** A page has no more. */
    private static final int MOST = 50_000;

    private static final LargeAnswers OF_THE_PROCESS = new LargeAnswers();

    private final Queue<Sinks.Empty<Void>> waiting = new ArrayDeque<>();
    private boolean taken;

    LargeAnswers() {}

    /**
     * Makes a page: at once if it is no large answer, else when its turn has come. Errors:
     * ProblemException (400) naming {@code limit} if it would have too many lines.
     *
     * @param shown whether lines are part of the answer
     * @param page asks for no more lines than it is given, up to the last byte of the answer
     */
    public static <T> Mono<T> page(boolean shown, Function<PageLines, Mono<T>> page) {
        return shown ? OF_THE_PROCESS.bounded(page) : page.apply(PageLines.NONE);
    }

    <T> Mono<T> bounded(Function<PageLines, Mono<T>> page) {
        return page.apply(PageLines.atMost(USUAL_MOST))
                .onErrorResume(
                        TooManyLines.class,
                        _ -> inTurn(Mono.defer(() -> page.apply(PageLines.atMost(MOST)))))
                .onErrorMap(TooManyLines.class, LargeAnswers::refused);
    }

    private static Throwable refused(TooManyLines page) {
        String expected =
                "at most %d here: a page has up to %,d lines".formatted(page.fitting(), MOST);
        return Problem.of(
                        ProblemCode.VALIDATION_ERROR,
                        "limit: expected %s, got a page of %,d".formatted(expected, page.lines()),
                        Map.of("field", "limit", "expected", expected))
                .asException();
    }

    /**
     * Makes an answer of one thing: if it has many lines it is let go, and asked for again when its
     * turn has come.
     *
     * @param lines how many it has
     * @param answer up to its last byte
     */
    public static <V, T> Mono<T> inTurn(
            Mono<V> question, ToIntFunction<V> lines, Function<V, Mono<T>> answer) {
        return question.flatMap(
                found ->
                        lines.applyAsInt(found) <= USUAL_MOST
                                ? answer.apply(found)
                                : OF_THE_PROCESS.inTurn(question.flatMap(answer)));
    }

    <T> Mono<T> inTurn(Mono<T> answer) {
        return Mono.defer(
                () -> {
                    Sinks.Empty<Void> turn = Sinks.empty();
                    enter(turn);
                    return turn.asMono().then(answer).doFinally(_ -> leave(turn));
                });
    }

    private void enter(Sinks.Empty<Void> turn) {
        synchronized (waiting) {
            if (taken) {
                waiting.add(turn);
                return;
            }
            taken = true;
        }
        turn.tryEmitEmpty();
    }

    // Whoever gives up while it waits has no turn to pass on.
    private void leave(Sinks.Empty<Void> turn) {
        Sinks.Empty<Void> next;
        synchronized (waiting) {
            if (waiting.remove(turn)) {
                return;
            }
            next = waiting.poll();
            taken = next != null;
        }
        if (next != null) {
            next.tryEmitEmpty();
        }
    }
}
