package io.tallybook.api.dispatch;

import io.tallybook.api.problem.Problem;
import io.tallybook.api.problem.ProblemCode;
import io.tallybook.api.problem.ProblemException;
import io.tallybook.core.EntityId;
import java.util.Map;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Ids as callers write them. One that has not the shape of an id of its kind names nothing, and is
 * answered like one that names nothing.
 */
public final class Named {

    private Named() {}

    /** Errors: ProblemException (404) if {@code text} cannot be an id of this kind. */
    public static <I extends EntityId> I id(String kind, String text, Function<String, I> make) {
        try {
            return make.apply(text);
        } catch (IllegalArgumentException e) {
            throw absent(kind, text).asException();
        }
    }

    /** What to answer when there is no such thing. */
    public static <T> Mono<T> missing(String kind, Object id) {
        return Mono.error(() -> absent(kind, id.toString()).asException());
    }

    /** What to throw when there is no such thing. */
    public static ProblemException none(String kind, Object id) {
        return absent(kind, id.toString()).asException();
    }

    private static Problem absent(String kind, String text) {
        String shown =
                text.length() <= 80
                        ? text
                        : text.substring(0, text.offsetByCodePoints(0, 40)) + "…";
        return Problem.of(
                ProblemCode.NOT_FOUND,
                "%s '%s' was not found".formatted(kind, shown),
                Map.of("kind", kind, "id", shown));
    }
}
